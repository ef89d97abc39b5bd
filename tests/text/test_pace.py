"""How long a text is foretold to sound, against how long real voices take."""

from __future__ import annotations

import pytest

from narrate import plugins, voices
from narrate.audio.edits import trimmed
from narrate.text.pace import seconds

TEXTS = {
    "am": ("ዛሬ ጠዋት የከተማው አስተዳደር አዳዲስ መናፈሻዎችን እንደሚሠራ አስታወቀ።", "ልጆቹ ከሰዓት በኋላ ውጭ ሲጫወቱ ነበር።"),
    "ar": ("تغلق المكتبة أبوابها كل مساء في الساعة التاسعة.", "نصحه الطبيب بأن يشرب الماء وينام مبكرا."),
    "cmn": ("北京的秋天很短，但是非常美丽。", "图书馆每天晚上九点关门，周末则提前两个小时。"),
    "de": ("Die Bücherei schließt jeden Abend um neun.", "Der Arzt riet ihm, Wasser zu trinken und früh zu schlafen."),
    "en": ("The library closes at nine every evening.", "His doctor told him to drink water, and to go to bed early."),
    "es": ("La biblioteca cierra cada noche a las nueve.", "El médico le aconsejó beber agua y acostarse temprano."),
    "fr": ("La bibliothèque ferme chaque soir à neuf heures.", "Le médecin lui a conseillé de boire beaucoup d’eau."),
    "hi": ("पुस्तकालय हर शाम नौ बजे बंद हो जाता है।", "डॉक्टर ने उसे पानी पीने और जल्दी सोने की सलाह दी।"),
    "ko": ("도서관은 매일 저녁 아홉 시에 문을 닫는다.", "의사는 그에게 물을 많이 마시고 일찍 자라고 권했다."),
    "ml": ("കുട്ടികൾ വൈകുന്നേരം വരെ പുറത്ത് കളിച്ചു.", "ഇന്ന് രാവിലെ നഗരസഭ പുതിയ പാർക്കുകൾ നിർമ്മിക്കുമെന്ന് പ്രഖ്യാപിച്ചു."),
    "ru": ("Библиотека закрывается каждый вечер в девять.", "Врач посоветовал ему пить воду и рано ложиться спать."),
    "tr": ("Kütüphane her akşam saat dokuzda kapanıyor.", "Doktor ona çok su içmesini ve erken uyumasını önerdi."),
    "vi": ("Thư viện đóng cửa lúc chín giờ mỗi tối.", "Bác sĩ khuyên anh ấy uống nhiều nước và đi ngủ sớm."),
}  # fmt: skip


@pytest.mark.skipif("espeak" not in plugins.names("engines"), reason="eSpeak is not installed")
@pytest.mark.parametrize("language", TEXTS)
def test_the_length_in_many_scripts_is_near_what_a_voice_takes(language: str) -> None:
    speaker = voices.open_speaker(voices.find(f"espeak:{language}"))
    try:
        clips = [trimmed(speaker.say(text, language, 1.0)) for text in TEXTS[language]]
    finally:
        speaker.close()
    taken = sum(len(clip.pcm) / clip.rate for clip in clips)
    assert sum(seconds(text, language) for text in TEXTS[language]) == pytest.approx(taken, rel=0.15)


def test_twice_the_speed_is_half_the_length() -> None:
    assert seconds(TEXTS["en"][0], "en", 2.0) == seconds(TEXTS["en"][0], "en-GB") / 2


def test_a_foreign_script_keeps_its_own_pace() -> None:
    assert seconds("図書館", "en") == seconds("図書館", "ja")


def test_nothing_takes_no_time() -> None:
    assert seconds("", "en") == 0
