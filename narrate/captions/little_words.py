"""The little words of languages that tell where a line may end: never behind them, and well before some of them.

Netflix's Timed Text Style Guide has the rule: break behind punctuation, before conjunctions and prepositions; keep an
article with its noun, a pronoun with its verb, a first name with the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from narrate.text.language import primary


@dataclass(frozen=True, slots=True, kw_only=True)
class LittleWords:
    """Small letters all."""

    articles: frozenset[str] = frozenset()
    """With what stands in an article's place: "this", "my", "every". They never end a line."""
    conjunctions: frozenset[str] = frozenset()
    """A line may well begin with them, and never ends with them."""
    prepositions: frozenset[str] = frozenset()
    """The same, a little less well."""
    leaning: frozenset[str] = frozenset()
    """Pronouns, auxiliaries and negations, which belong to the verb behind them: a line ends with them if it must."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_EN = LittleWords(
    articles=_set("a an the this these those my your his her its our their every each no some any such what which"),
    conjunctions=_set("and or but nor so yet because although though while whereas if unless until when where who "
                      "whom whose that than as whether since before after"),
    prepositions=_set("of to in on at by for from with without within into onto over under about above across "
                      "against along among around behind below beneath beside besides between beyond despite down "
                      "during except inside like near off out outside past per through throughout toward towards "
                      "till up upon via versus"),
    leaning=_set("i you he she it we they is are was were be been being am has have had do does did will would "
                 "shall should can could may might must not never very more most too quite rather mr mrs ms dr prof "
                 "st"),
)  # fmt: skip
_DE = LittleWords(
    articles=_set("der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines "
                  "mein meine meinen meinem meiner dein deine sein seine seinen seinem seiner seines ihr ihre ihren "
                  "ihrem ihrer ihres unser unsere unseren unserem unserer euer eure dieser diese dieses diesen "
                  "diesem jeder jede jedes jeden jedem alle jener jene welche welcher welches"),
    conjunctions=_set("und oder aber sondern denn doch dass weil obwohl wenn als ob damit bevor nachdem während bis "
                      "sobald solange falls sowie wie wo wer was weder noch"),
    prepositions=_set("in im ins an am ans auf aufs aus bei beim mit nach von vom zu zum zur für fürs durch durchs "
                      "gegen ohne um über unter vor hinter neben zwischen seit trotz wegen statt innerhalb "
                      "außerhalb laut gegenüber ab pro samt"),
    leaning=_set("ich du er sie es wir man ist sind war waren hat haben hatte hatten wird werden wurde wurden kann "
                 "können muss müssen soll sollen will wollen darf nicht nie sehr zu mehr sich herr frau dr prof"),
)  # fmt: skip
_FR = LittleWords(
    articles=_set("le la les un une des du au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre "
                  "vos leur leurs chaque quelque quelques tout toute tous toutes aucun aucune quel quelle quels "
                  "quelles"),
    conjunctions=_set("et ou mais donc or ni car que qui dont où quand lorsque puisque quoique si comme parce "
                      "tandis afin"),
    prepositions=_set("de à en dans sur sous par pour avec sans chez vers entre contre depuis pendant avant après "
                      "devant derrière malgré parmi selon dès jusque jusqu'à hors sauf"),
    leaning=_set("je tu il elle on nous vous ils elles ne n'a me te se lui y est sont était étaient a ont avait "
                 "avaient sera fut très plus moins trop pas m mme mlle dr"),
)  # fmt: skip
_ES = LittleWords(
    articles=_set("el la los las lo un una unos unas al del este esta estos estas ese esa esos esas aquel aquella "
                  "mi mis tu tus su sus nuestro nuestra nuestros nuestras cada todo toda todos todas algún alguna "
                  "ningún ninguna otro otra otros otras"),
    conjunctions=_set("y e o u pero sino ni que porque aunque cuando donde si como mientras pues quien quienes cuyo "
                      "cuya"),
    prepositions=_set("a ante bajo con contra de desde durante en entre hacia hasta para por según sin sobre tras "
                      "mediante excepto"),
    leaning=_set("yo él ella usted nosotros ellos ellas ustedes se me te le les nos no es son era eran fue fueron "
                 "ha han había habían ser muy más menos sr sra dr dra"),
)  # fmt: skip
_IT = LittleWords(
    articles=_set("il lo la i gli le un uno una del dello della dei degli delle al allo alla ai agli alle dal dallo "
                  "dalla dai dagli dalle nel nello nella nei negli nelle sul sullo sulla sui sugli sulle questo "
                  "questa questi queste quel quello quella quei quegli quelle mio mia tuo tua suo sua nostro nostra "
                  "ogni"),
    conjunctions=_set("e ed o ma né che perché se quando dove mentre come anche sebbene chi cui"),
    prepositions=_set("di a da in con su per tra fra senza sotto sopra dopo prima verso contro durante"),
    leaning=_set("io tu lui lei noi voi loro si mi ti ci vi ne non è sono era erano ha hanno aveva molto più meno"),
)  # fmt: skip
_PT = LittleWords(
    articles=_set("o a os as um uma uns umas do da dos das no na nos nas ao à aos às pelo pela pelos pelas este "
                  "esta esse essa aquele aquela meu minha seu sua nosso nossa cada todo toda todos todas"),
    conjunctions=_set("e ou mas nem que porque embora quando onde se como enquanto pois quem cujo"),
    prepositions=_set("de em com sem por para sobre sob entre até desde contra após durante ante"),
    leaning=_set("eu tu ele ela nós eles elas você não é são era eram foi foram há tem têm muito mais menos"),
)  # fmt: skip
_NL = LittleWords(
    articles=_set("de het een deze dit die dat mijn jouw zijn haar ons onze hun elke elk geen"),
    conjunctions=_set("en of maar want dus omdat hoewel als wanneer terwijl toen dan wie wat waar"),
    prepositions=_set("in op aan bij met van naar voor door over onder uit tot tegen tussen zonder om te na sinds "
                      "tijdens volgens"),
    leaning=_set("ik jij je hij zij ze wij we is was waren heeft hebben had wordt worden niet zeer meer"),
)  # fmt: skip
_RU = LittleWords(
    articles=_set("этот эта это эти этого этой этих тот та те того той тех мой моя моё мои твой наш наша наше наши "
                  "ваш ваша свой своя своё свои своего своей своих каждый каждая каждое весь вся все всех"),
    conjunctions=_set("и а но или либо что чтобы если когда как где куда откуда кто который которая которое которые "
                      "которого которой которых потому поэтому хотя пока будто словно чем ни то"),
    prepositions=_set("в во на с со к ко у о об обо от ото до из изо за по под подо над надо при про для без безо "
                      "через сквозь между среди около возле перед передо после против ради кроме вместо вокруг "
                      "внутри согласно благодаря из-за из-под"),
    leaning=_set("я ты он она оно мы вы они не был была было были будет будут есть уже ещё очень более менее самый "
                 "самая самые"),
)  # fmt: skip
_UK = LittleWords(
    articles=_set("цей ця це ці той та ті мій моя моє мої твій наш наша наше наші ваш свій своя своє свої кожен "
                  "кожна весь вся все всі"),
    conjunctions=_set("і й а але або чи що щоб якщо коли як де куди хто який яка яке які тому хоча поки ніби ніж"),
    prepositions=_set("в у на з із зі до від для за по під над при про без через між серед біля перед після проти "
                      "крім замість навколо"),
    leaning=_set("я ти він вона воно ми ви вони не був була було були буде будуть є вже ще дуже"),
)  # fmt: skip
_PL = LittleWords(
    articles=_set("ten ta to te ci tego tej tych mój moja moje twój nasz nasza wasz swój swoja każdy każda każde"),
    conjunctions=_set("i a ale lub albo oraz że żeby aby jeśli kiedy gdy gdzie jak który która które ponieważ bo "
                      "choć niż czy ani"),
    prepositions=_set("w we na z ze do od dla za po pod nad przy przez przed między bez o u ku oprócz wśród wobec"),
    leaning=_set("ja ty on ona ono my wy oni one nie się jest są był była było byli były będzie bardzo już"),
)  # fmt: skip

_BY_LANGUAGE: Mapping[str, LittleWords] = MappingProxyType(
    {"en": _EN, "de": _DE, "fr": _FR, "es": _ES, "it": _IT, "pt": _PT, "nl": _NL, "ru": _RU, "uk": _UK, "pl": _PL}
)


@cache
def little_words(language: str) -> LittleWords:
    """Those of a language, by its BCP 47 tag; none where we have none: then punctuation and balance alone decide."""
    return _BY_LANGUAGE.get(primary(language), LittleWords())
