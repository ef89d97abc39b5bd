"""Frequent little words by language: enough to tell most texts apart without loading a classifier.

They are articles, pronouns, prepositions and forms of "be" and "have" that everyday text can't do without. Words that
several languages share are listed for each of them, so that they speak for none alone. Languages without wording of
ours are here as rivals: without Catalan, Catalan would pass for Spanish.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_LATIN: Mapping[str, str] = MappingProxyType(
    {
        "en": "the of and to in is was for that on with as it at by this from be are his her have has he she they not "
        "which or an will were been but their would you we said who more had its all about there what can when out up "
        "if after so could than your our my do one no into over also how just them him did some",
        "de": "der die das und in den von zu mit sich des ist im dem nicht ein eine als auch es an er hat aus bei sie "
        "nach wie um am sind noch einen über einem so zum war haben nur oder aber vor zur bis mehr durch man wird sei "
        "werden wurde dass wenn kann ich wir was sein seine ihr ihre einer eines keine doch gegen unter für auf",
        "fr": "le la les de des du et un une en à est dans que qui pour sur pas au plus par ce avec il se sont ne son "
        "sa ses aux nous vous ils elle mais ou cette leur être été ont comme fait tout même y je on d l qu c s n après "
        "entre sans était avait lui ces très bien aussi si où dont notre votre",
        "es": "el la los las de del y que en un una por con para es se su al lo como más pero sus le ya o este sí "
        "porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les "
        "ni contra otros ese eso ante ellos e esto mí antes algunos ha han fue son está ser era años según",
        "it": "il lo la gli le di che è e un una in per con non del della dei delle nel nella al alla dal dalla si da "
        "sono come più anche ma se ha ho questo questa suo sua loro dopo essere stato era ai degli alle o nei tra su "
        "sul sulla ci quando molto chi tutti perché dell all nell quella due ancora così cosa quello hanno",
        "pt": "o a os as de do da dos das e que em um uma para com não no na nos nas por se mais como mas foi ao ele "
        "ela são seu sua ou ser quando muito há já está também só pelo pela até isso era depois sem mesmo aos seus "
        "quem este foram tem entre às à você eu minha disse ainda sobre pode pelos foi anos segundo",
        "nl": "de het een en van in is dat op te zijn met voor niet aan er om die maar ook als bij hij ze zij wordt "
        "nog naar uit door heeft hebben was worden we dan wel over werd geen ik je kan meer tot deze dit al haar hun "
        "zich wat veel onder tegen moet zo kunnen zou omdat nu ons onze",
        "sv": "och att i en som är av på det den till för med inte har ett om de han var från men vi så hade när kan "
        "nu vid eller ut efter skulle upp sin där mot blir under också hon hans jag ska sig mycket över detta mellan "
        "alla vara varit bara blev kommer än här vad",
        "da": "og at i en som er af på det den til for med ikke har et om de han var fra men vi så havde når kan nu "
        "ved eller ud efter skulle op sin der mod bliver under også hun jeg skal sig meget over dette mellem alle "
        "være været kun blev kommer end hvor hvad blandt nogle siger ifølge mere deres",
        "nb": "og at i en som er av på det den til for med ikke har et om de han var fra men vi så hadde når kan nå "
        "ved eller ut etter skulle opp sin der mot blir under også hun jeg skal seg mye over dette mellom alle være "
        "vært bare ble kommer enn hvor hva blant noen sier ifølge mer deres",
        "pl": "i w na z się nie do to że jest o jak po co tak ale od za przez dla przy są było był była ma już tylko "
        "czy jego jej ich który która które oraz może go być tego tym tej ze pod jako więc kiedy nad bez lub przed "
        "między gdy także jednak będzie został",
        "cs": "a v se na že je to s z do i o k ve pro za by ale si od jako po podle však bylo byl byla jsou která "
        "který které při ze jeho jsem není být nebo až už také tak jen ještě co když mezi než tom tím bude ji jejich "
        "své má",
        "sk": "a v sa na že je to s z do i o k vo pre za by ale si od ako po podľa však bolo bol bola sú ktorá ktorý "
        "ktoré pri zo jeho som nie byť alebo až už tiež tak len ešte čo keď medzi než tom tým bude ju ich svoje má",
        "ro": "și de în a la cu pe o că nu din care un pentru este se mai au fi ca sunt dar prin după această acest "
        "fost sau ale al lui ei lor cel cea fost avea până între foarte când poate decât fără doar despre iar",
        "hu": "a az és hogy nem is egy ez de meg volt csak már még ki mint azt vagy el van ha lehet között után majd "
        "több ezt minden amely ami pedig nagyon kell két szerint lesz sem ők ezek illetve ahol volna",
        "fi": "ja on ei että se oli hän mutta kun ovat myös tai kuin jos niin sen joka jossa mukaan ole voi sekä hänen "
        "ollut vain jo nyt vielä olla joka jotka tämä siitä kanssa jälkeen mitä sitä hänellä he noin ennen koska",
        "tr": "ve bir bu için de da ile çok olarak daha olan gibi en kadar sonra her ne o ama ya var değil mi ise "
        "oldu olduğu bunu şey ki onun ben tarafından üzerinde göre yeni iki diye dedi hem yok",
        "id": "yang dan di untuk dengan dari ini pada dalam adalah itu tidak akan ke juga oleh sebagai ada bisa telah "
        "karena saat lebih atau tersebut para dapat sudah menjadi mereka kami saya namun hanya kepada secara",
        "hr": "i u je se na da za su od o s a iz koji koja koje kao što ne bi će nije bio bila bilo ali do te samo već "
        "sve kako po nakon prema još ili jer ako tako može kod biti sam ovo gdje kada",
        "ca": "el la els les de del dels i que en un una per amb és al als no es ha més com ser però aquest aquesta "
        "també han va seva seu són hi ho perquè on entre sobre quan molt fins tot des d l n",
        "gl": "o a os as de do da dos das e que en un unha para con non no na nos nas por se máis como pero foi ao el "
        "ela son seu súa ou ser cando moi hai xa está tamén só polo pola ata iso era",
        "af": "die van en in is het dat op te nie vir met wat was om hy sy ek aan word by as ook sal deur maar uit "
        "hulle ons kan oor een na so toe daar hierdie sê wees moet",
        "et": "ja on ei et see oli ta kui ka või mis aga selle oma kes siis ning veel nii ära seda välja üle pärast "
        "mitte tema olid need nende nagu juba kus ainult järgi",
        "lt": "ir kad yra į iš su tai kaip bet jis ne už buvo nuo jau apie tik ar per tačiau dėl po prie taip šis "
        "kuris jo jos mes savo",
        "lv": "un ir ka no ar uz par tas kas bet pie arī vai tika pēc tā kā šo savu viņš nav lai jau tikai gan bija",
        "sl": "in je v na se da za so z ki od s pa po tudi ne kot bi pri ter še iz ni bo do ali lahko bil bila bilo "
        "med več ob vse že tako samo",
        "sq": "dhe të në e i një me për që nga është ka si u do po nuk se kjo ky më ose edhe janë ishte tha",
        "vi": "và của là có không được cho trong một người những với các đã này để khi từ tôi ra đó về như",
        "tl": "ang ng sa na mga at ay si ni para ito kay hindi mula nang kanyang siya may naman",
        "is": "og að í á er sem um það til við með en var ekki fyrir af hann frá hún þess voru þá upp hefur eru",
    }
)  # fmt: skip
_CYRILLIC: Mapping[str, str] = MappingProxyType(
    {
        "ru": "и в не на что с по как это он из для за от его но к также о у был была было были который которые до так "
        "при или их все она они если чтобы уже еще ещё только после может мы бы же я во со более нет себя этого том "
        "под года году где есть время когда ее её ему этом без об ли вы",
        "uk": "і в не на що з по як це він із для за від його але до також про у був була було були який які та так "
        "при або їх всі вона вони якщо щоб вже ще тільки після може ми б же я зі більше немає себе цього тому під року "
        "році де є час коли її йому цьому без й чи ви",
        "be": "і ў не на што з па як гэта ён для за ад яго але да таксама пра у быў была было былі які якія так пры "
        "або іх усе яна яны калі каб ужо яшчэ толькі пасля можа мы бы жа я больш няма сябе гэтага тым пад года годзе "
        "дзе ёсць час яе яму гэтым без ці вы",
        "bg": "и в не на че с по как това той от за до се е са да но при към или беше бил била са си както също има "
        "може още само след които която който ще бъде от този тази тези със във ние аз те им му ѝ тя между през един",
        "mk": "и во не на дека со по како тоа тој од за до се е да но при кон или беше бил биле си исто така има може "
        "уште само по кои која кој ќе биде овој оваа овие ние јас тие им му таа меѓу низ еден сум што ги го",
        "sr": "и у не на да са по како то он од за до се је су али при ка или био била било ће си такође има може још "
        "само после који која које бити овај ова ови ми ја они им му она између кроз један што га није нису",
        "kk": "және бұл мен үшін бір да де ол деп болып осы бар жылы қазақстан туралы сондай болды керек емес кейін",
        "ky": "жана бул менен үчүн бир да деп ал болуп ошол бар жылы жөнүндө болгон керек эмес кийин",
        "mn": "нь энэ юм болон байна бол гэж ба тэр байсан дээр хийх гэсэн өөр",
    }
)  # fmt: skip


def _inverted(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in table.items():
        for word in set(words.split()):
            found[word] = (*found.get(word, ()), language)
    return found


WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"Latn": _inverted(_LATIN), "Cyrl": _inverted(_CYRILLIC)}
)
"""By script: word -> the languages that use it all the time."""

LACKED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        language: frozenset(letters)
        for language, letters in {
            "ru": "іїєґўјљњћђџѓќәғқұңөү", "uk": "ыэёъўјљњћђџ", "be": "ищъїєґјљњћђ", "bg": "ыэёіїєґўјљњ",
            "mk": "ыэёъйщьюяіїєґў", "sr": "ыэёъйщьюяіїєґў", "pl": "řěůščžáíýú", "cs": "łąęśźńżćľĺŕô",
            "sk": "łąęśźńżćřěů", "hr": "łąęśźńżřěů", "sl": "łąęśźńżćřěů",
        }.items()
    }
)  # fmt: skip
"""Letters that a language does not have; a text with several of them is not in it. Only where they tell neighbours
apart: names bring any letter into a French or Spanish text."""
