"""The voices that Microsoft Edge reads aloud with: for each language women | men, the most usual ones first.

As `edge-tts --list-voices` told in 2026; the list is the service's and changes now and then, so other names are tried
too. Each stands for `LANGUAGE-NameNeural`.
"""

from __future__ import annotations

from collections.abc import Iterator

TABLE = """
af-ZA Adri | Willem
am-ET Mekdes | Ameha
ar-AE Fatima | Hamdan
ar-BH Laila | Ali
ar-DZ Amina | Ismael
ar-EG Salma | Shakir
ar-IQ Rana | Bassel
ar-JO Sana | Taim
ar-KW Noura | Fahed
ar-LB Layla | Rami
ar-LY Iman | Omar
ar-MA Mouna | Jamal
ar-OM Aysha | Abdullah
ar-QA Amal | Moaz
ar-SA Zariyah | Hamed
ar-SY Amany | Laith
ar-TN Reem | Hedi
ar-YE Maryam | Saleh
az-AZ Banu | Babek
bg-BG Kalina | Borislav
bn-BD Nabanita | Pradeep
bn-IN Tanishaa | Bashkar
bs-BA Vesna | Goran
ca-ES Joana | Enric
cs-CZ Vlasta | Antonin
cy-GB Nia | Aled
da-DK Christel | Jeppe
de-AT Ingrid | Jonas
de-CH Leni | Jan
de-DE Katja Amala SeraphinaMultilingual | Conrad Killian FlorianMultilingual
el-GR Athina | Nestoras
en-AU Natasha | WilliamMultilingual
en-CA Clara | Liam
en-GB Sonia Libby Maisie | Ryan Thomas
en-HK Yan | Sam
en-IE Emily | Connor
en-IN Neerja NeerjaExpressive | Prabhat
en-KE Asilia | Chilemba
en-NG Ezinne | Abeo
en-NZ Molly | Mitchell
en-PH Rosa | James
en-SG Luna | Wayne
en-TZ Imani | Elimu
en-US Emma Aria Ava EmmaMultilingual AvaMultilingual Jenny Michelle Ana | Andrew Brian AndrewMultilingual \
BrianMultilingual Christopher Eric Guy Roger Steffan
en-ZA Leah | Luke
es-AR Elena | Tomas
es-BO Sofia | Marcelo
es-CL Catalina | Lorenzo
es-CO Salome | Gonzalo
es-CR Maria | Juan
es-CU Belkys | Manuel
es-DO Ramona | Emilio
es-EC Andrea | Luis
es-ES Elvira Ximena | Alvaro
es-GQ Teresa | Javier
es-GT Marta | Andres
es-HN Karla | Carlos
es-MX Dalia | Jorge
es-NI Yolanda | Federico
es-PA Margarita | Roberto
es-PE Camila | Alex
es-PR Karina | Victor
es-PY Tania | Mario
es-SV Lorena | Rodrigo
es-US Paloma | Alonso
es-UY Valentina | Mateo
es-VE Paola | Sebastian
et-EE Anu | Kert
fa-IR Dilara | Farid
fi-FI Noora | Harri
fil-PH Blessica | Angelo
fr-BE Charline | Gerard
fr-CA Sylvie | Antoine Jean Thierry
fr-CH Ariane | Fabrice
fr-FR Denise VivienneMultilingual Eloise | Henri RemyMultilingual
ga-IE Orla | Colm
gl-ES Sabela | Roi
gu-IN Dhwani | Niranjan
he-IL Hila | Avri
hi-IN Swara | Madhur
hr-HR Gabrijela | Srecko
hu-HU Noemi | Tamas
id-ID Gadis | Ardi
is-IS Gudrun | Gunnar
it-IT Elsa Isabella | Diego GiuseppeMultilingual
iu-Cans-CA Siqiniq | Taqqiq
iu-Latn-CA Siqiniq | Taqqiq
ja-JP Nanami | Keita
jv-ID Siti | Dimas
ka-GE Eka | Giorgi
kk-KZ Aigul | Daulet
km-KH Sreymom | Piseth
kn-IN Sapna | Gagan
ko-KR SunHi | InJoon HyunsuMultilingual
lo-LA Keomany | Chanthavong
lt-LT Ona | Leonas
lv-LV Everita | Nils
mk-MK Marija | Aleksandar
ml-IN Sobhana | Midhun
mn-MN Yesui | Bataa
mr-IN Aarohi | Manohar
ms-MY Yasmin | Osman
mt-MT Grace | Joseph
my-MM Nilar | Thiha
nb-NO Pernille | Finn
ne-NP Hemkala | Sagar
nl-BE Dena | Arnaud
nl-NL Colette Fenna | Maarten
pl-PL Zofia | Marek
ps-AF Latifa | GulNawaz
pt-BR Francisca ThalitaMultilingual | Antonio
pt-PT Raquel | Duarte
ro-RO Alina | Emil
ru-RU Svetlana | Dmitry
si-LK Thilini | Sameera
sk-SK Viktoria | Lukas
sl-SI Petra | Rok
so-SO Ubax | Muuse
sq-AL Anila | Ilir
sr-RS Sophie | Nicholas
su-ID Tuti | Jajang
sv-SE Sofie | Mattias
sw-KE Zuri | Rafiki
sw-TZ Rehema | Daudi
ta-IN Pallavi | Valluvar
ta-LK Saranya | Kumar
ta-MY Kani | Surya
ta-SG Venba | Anbu
te-IN Shruti | Mohan
th-TH Premwadee | Niwat
tr-TR Emel | Ahmet
uk-UA Polina | Ostap
ur-IN Gul | Salman
ur-PK Uzma | Asad
uz-UZ Madina | Sardor
vi-VN HoaiMy | NamMinh
zh-CN Xiaoxiao Xiaoyi | Yunyang Yunxi Yunjian Yunxia
zh-CN-liaoning Xiaobei |
zh-CN-shaanxi Xiaoni |
zh-HK HiuMaan HiuGaai | WanLung
zh-TW HsiaoChen HsiaoYu | YunJhe
zu-ZA Thando | Themba
"""


def listed() -> Iterator[tuple[str, str, str]]:
    """Language, full name and "woman" or "man" of each voice."""
    for line in TABLE.strip().splitlines():
        language, _, names = line.partition(" ")
        for kind, given in zip(("woman", "man"), names.split("|"), strict=True):
            for name in given.split():
                yield language, f"{language}-{name}Neural", kind
