"""Abbreviations and common sentence beginnings by language: what tells a full stop from a sentence's end.

Words are in lower case without their last full stop ("e.g", "dr", "u.s"). A language that is not listed gets the
`COMMON` ones; the rules in `segment` for initials, figures and lower-case continuations hold for every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from narrate.text.language import primary


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviations:
    """A language's words before a full stop, by what the stop can mean."""

    inner: frozenset[str] = frozenset()
    """Always go on: titles before names, "e.g", "vs"."""
    counted: frozenset[str] = frozenset()
    """Go on when a figure (or a Roman numeral) follows: "no", "p", "fig"."""
    ending: frozenset[str] = frozenset()
    """May end a sentence: they do when a common beginning follows."""
    measured: frozenset[str] = frozenset()
    """End a sentence only after a figure ("в 2020 г."), else go on ("г. Москва")."""
    starters: frozenset[str] = frozenset()
    """Words that, capitalised, most likely begin a sentence."""
    ordinals: bool = False
    """Whether a figure with a full stop is an ordinal ("3. Oktober")."""
    months: frozenset[str] = frozenset()
    clock: frozenset[str] = frozenset()
    """Behind an hour ("6 p.m."): end a sentence before a capital unless they stand at its very beginning."""
    greetings: frozenset[str] = frozenset()
    """First words of a line of address that its comma closes ("Dear Ann,")."""
    casual: bool = False
    """Whether sentences may begin with a small letter, as in mail and forums."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


COMMON = Abbreviations(
    inner=_set("dr prof mr mrs ms st sr jr vs cf e.g i.e mt ft no vol"),
    ending=_set("etc inc ltd co corp"),
)

_EN = Abbreviations(
    inner=_set(
        "mr mrs ms messrs mx dr drs prof profs rev revd fr hon pres gov sen sens rep reps amb sec gen lt lieut col cpl "
        "sgt maj capt cmdr cdr adm brig pvt pfc supt det insp atty st ste mt mts ft e.g i.e eg ie viz vs v cf ca "
        "approx "
        "al esp incl resp e.g.: asst assoc dept mgr natl intl univ bros ald dir pt rt ven msgr bp archbp ph hwy rte "
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun nb ps n.b op c.f "
        "a.k.a aka w.r.t"
    ),
    counted=_set(
        "no nos p pp pg vol vols fig figs ch chap sec art arts eq eqs ref refs ed eds app para paras ex est tel ext n° "
        "rs in"
    ),
    clock=_set("a.m p.m am pm"),
    greetings=_set("hi hello hey dear regards sincerely cheers thanks best kind warm yours"),
    casual=True,
    ending=_set(
        "inc ltd co corp llc plc bros jr sr esq etc dept est ave blvd rd hwy sq u.s u.k u.s.a e.u u.n u.s.s.r d.c "
        "b.c a.d b.c.e c.e ph.d m.d b.a m.a b.sc m.sc d.d.s r.n j.d ll.b l.l.c n.y l.a n.j ariz ark "
        "calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex vt "
        "va wash wis wyo ala n.h n.m n.c s.c n.d s.d w.va r.i b.c ont que alta sask min mins max sec secs hr hrs yr "
        "yrs wk lb lbs oz cm mm km kg mi ft gal qt mph"
    ),
    starters=_set(
        "the a an this that these those it he she they we you i there here his her their our its my your one some many "
        "most all both each every no any in on at by for from with without as if when while where what who why how "
        "which after before since until because although though however but and or so yet then now also even still "
        "meanwhile moreover instead later earlier today yesterday tomorrow once under over during despite according "
        "additionally furthermore nevertheless finally first second another other such only just not do did does is "
        "are was were have has had can could will would should may might let please see to perhaps maybe"
    ),
)  # fmt: skip

_RU = Abbreviations(
    inner=_set(
        "т.е т.к т.н т.о т.ч т.наз см ср напр им ул пр просп пер пл наб бул б-р ш пос дер обл р-н респ акад проф доц "
        "доктор ген полк подп майор кап лейт св преп архиеп еп митр прот о тов гр гр-н гн г-н г-жа др.-греч лат англ "
        "нем франц фр ит исп рус греч укр бел кит яп корп стр кв оф эт под ред сост изд отв тел факс моб доб рис табл "
        "гл п пп ст ч абз разд прил вып т тт мин. макс.ок прибл пом зам рук нач гос муж жен псевд род букв перен разг"
    ),
    counted=_set("с стр рис табл гл п пп ст ч т тт вып №  д кв корп оф тел ок"),
    ending=_set("др пр т.д т.п т.п т.д проч и.о руб коп тыс млн млрд трлн долл евро чел экз шт мин сек час кг км см мм "
                "н.э э ф.и.о с.г т.г"),
    measured=_set("г гг в вв в.в л р к ч м"),
    starters=_set(
        "это эта этот эти он она оно они мы вы я в на по с о об из за от до для при к у как что кто где когда если "
        "хотя но и а же так также тогда теперь сейчас потом затем позже ранее однако кроме после перед между там здесь "
        "его её ее их наш мой всё все весь вся такой такая такие другой другие один одна одно некоторые многие каждый "
        "не ни да нет вот ещё еще уже только лишь сегодня вчера завтра согласно благодаря несмотря во со состоянием "
        "поэтому впрочем"
    ),
)  # fmt: skip

_DE = Abbreviations(
    inner=_set(
        "hr fr frl dr prof dipl ing st z.b d.h u.a i.d.r o.ä s.o s.u vgl bzw ca evtl ggf inkl exkl zzgl abzgl max min "
        "mind sog bes gest geb verh gen jr sen str z u.u i.e m.e m.w v.a v.chr n.chr b.z.w vs phil med jur rer nat hl "
        "ehem einschl entspr kath evang ev griech lat frz engl dt österr schweiz bayer jan feb mär apr jun jul aug sep "
        "sept okt nov dez mo di mi do fr sa so abt allg bd bde hrsg hg übers verf red a.d a.m i.v d.j co ltg"
    ),
    counted=_set("nr s abs art bd abb tab kap anm ziff aufl jg st tel pos fig"),
    ending=_set("usw etc u.s.w usf uvm u.v.m dgl o.g u.s a.d.ö gmbh mio mrd tsd co inc ltd corp jh u.ä"),
    starters=_set(
        "der die das ein eine er sie es wir ihr ich man dies diese dieser dieses jener auch aber und oder doch denn "
        "dann danach dabei daher deshalb damit dazu da dort hier so nun jetzt heute gestern morgen nach vor bei in im "
        "am an auf aus mit von zu zum zur für über unter um gegen ohne seit während wenn als ob weil dass wie was wer "
        "wo warum nicht kein keine sein seine ihre mein unser alle viele einige andere zudem außerdem allerdings "
        "jedoch trotzdem bisher zuletzt laut"
    ),
    ordinals=True,
    months=_set("januar februar märz april mai juni juli august september oktober november dezember jänner"),
)  # fmt: skip

_FR = Abbreviations(
    inner=_set(
        "m mm mme mmes mlle mlles me mgr dr pr prof st ste c.-à-d c.à.d cf env ex p.ex vs av ap j.-c apr dir gén col "
        "cap "
        "lt janv févr avr juil sept oct nov déc bd boul av pl fg éd coll trad ibid"
    ),
    counted=_set("n no p pp vol fig art chap t tél al nº n°"),
    ending=_set("etc j.-c av.j.-c s.a cie ltd inc co u.s u.e o.n.u s.n.c.f"),
    starters=_set(
        "le la les l un une des il elle ils elles on nous vous je ce cet cette ces c mais et ou donc or car ni puis "
        "ensuite alors ainsi aussi cependant pourtant toutefois enfin après avant depuis pendant dans en sur sous par "
        "pour avec sans selon si quand lorsque comme que qui où pourquoi son sa ses leur leurs notre mon tout tous "
        "toutes certains plusieurs chaque aujourd hier demain ici là de du à au aux d j s n"
    ),
)  # fmt: skip

_ES = Abbreviations(
    inner=_set(
        "sr sra srta sres sras dr dra drs d dña don prof lic ing arq gral cnel cap tte gob pdte pte ee.uu ee sto sta "
        "san fr hno hna mons p.ej ej vs cf av avda c pza ctra dpto depto núms aprox máx mín ed coord trad ene feb mar "
        "abr may jun jul ago sept oct nov dic excmo ilmo rvdo uds ud vds vd"
    ),
    counted=_set("n nº n° núm no art arts pág págs p pp vol fig cap tel tfno t"),
    ending=_set("etc s.a s.l cía ltda inc co a.c d.c a.m p.m ee.uu u.e r.a.e jr"),
    starters=_set(
        "el la los las lo un una unos unas él ella ellos ellas yo nosotros usted ustedes este esta estos estas ese esa "
        "eso esto aquel pero y o ni que si no sí cuando donde como quien por para con sin según en de del al a ante "
        "desde hasta entre sobre tras durante además también tampoco así entonces luego después antes ahora hoy ayer "
        "mañana aquí allí su sus mi nuestro todo todos todas algunos muchos cada otro otra otros sin embargo aunque "
        "mientras porque se le les me nos"
    ),
)  # fmt: skip

_BY_LANGUAGE: Mapping[str, Abbreviations] = MappingProxyType(
    {"en": _EN, "ru": _RU, "uk": _RU, "be": _RU, "bg": _RU, "de": _DE, "fr": _FR, "es": _ES}
)

# Languages that write an ordinal as a figure and a full stop.
_ORDINAL_LANGUAGES = frozenset(str.split("de da nb nn no fi is et lv cs sk sl hr bs sr hu pl tr"))


@cache
def abbreviations(language: str) -> Abbreviations:
    """What is known of a language, by its BCP 47 tag; the common few for others."""
    own = primary(language)
    found = _BY_LANGUAGE.get(own)
    if found is not None:
        return found
    return Abbreviations(inner=COMMON.inner, ending=COMMON.ending, ordinals=own in _ORDINAL_LANGUAGES)
