"""Words by which a text tells that people were killed, hurt or taken in, by their forms: lemmas of
such words are too often wrong.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["dead", "injured", "arrested", "abducted"]


def _forms(text: str) -> frozenset[str]:
    return frozenset(text.split())


KILLING = _forms(
    "kill kills killed killing murder murders murdered murdering assassinate assassinates "
    "assassinated assassinating execute executes executed executing slay slays slew slain slaying "
    "massacre massacres massacred massacring lynch lynched lynching behead beheads beheaded "
    "beheading slaughter slaughtered slaughtering hanged decapitate decapitated felled "
    "martyred martyring drowning suffocated shoot shoots shot shooting gunned"
)
DYING = _forms("die dies died dying drowned perish perishes perished perishing succumb succumbed")
HURTING = _forms(
    "wound wounds wounded wounding injure injures injured injuring hurt hurts hurting maim maims "
    "maimed maiming slashed hospitalise hospitalised hospitalize hospitalized stab stabs stabbed "
    "stabbing bitten knifed knifing mauled concussed scalded maimed"
)
BEATING = _forms(
    "beat beats beaten beating thrash thrashed thrashing clubbed clubbing whipped whipping flogged "
    "flogging kicked kicking punched punching bludgeoned bludgeoning caned"
)
# The milder the verb, the less a text counts one person under it: only several are counted.
ARRESTING = _forms("arrest arrests arrested arresting detain detains detained detaining")
TAKING = _forms(
    "jail jails jailed jailing imprison imprisons imprisoned intern interned hold holds held "
    "holding seize seizes seized seizing capture captures captured capturing catch caught nab "
    "nabbed remanded rounded rounding bundled hauled led hauling"
)
ABDUCTING = _forms(
    "abduct abducts abducted abducting kidnap kidnaps kidnapped kidnapping kidnaped kidnaping"
)
SEVERAL_ONLY = BEATING | TAKING | ABDUCTING
LEADING = _forms(
    "take takes took taken taking lead led carry carried drag dragged marched carted whisked "
    "driven drove frogmarched"
)
PICKING = _forms("pick picks picked picking")
DEAD_NOUNS = _forms("dead deaths fatalities killed bodies corpses")
HURT_NOUNS = _forms("wounded injured injuries hurt")
ARREST_NOUNS = _forms("arrests arrest detentions detainees")
COSTING = _forms(
    "claim claims claimed claiming cost costs costing take takes took taking taken lose loses lost "
    "losing"
)
LIMBS = _forms(
    "leg legs thigh thighs arm arms shoulder foot feet hand hands knee knees ankle buttock calf "
    "elbow hip stomach abdomen"
)
# What is lost by who is hurt, beyond the limbs.
MAIMED = LIMBS | _forms("eye eyes eyesight sight ear finger fingers toes tooth teeth")
LOSING = _forms("lose loses lost losing")
# Whom an army or a band loses by death.
COMRADES = _forms(
    "man men soldier soldiers fighter fighters policeman policemen officer officers "
    "trooper troopers troop troops guard guards comrade comrades conscript conscripts recruit "
    "recruits rebel rebels civilian civilians people person sailor sailors marine marines "
    "peacekeeper peacekeepers gendarme gendarmes militiaman militiamen "
    "commander commanders son sons child children"
)
TREATING = _forms("treat treats treated treating admit admits admitted")
HEALERS = _forms(
    "hospital hospitals clinic clinics doctor doctors medic medics surgeon surgeons nurse nurses "
    "paramedics infirmary dispensary"
)
CARRYING = _forms(
    "end ended ending land landed take taken taking bring brought rush rushed carry carried treat "
    "treated admit admitted put putting"
)
CUSTODY = _forms("custody")
# Nouns that are no single person, though they stand in the singular.
COLLECTIVE = _forms(
    "crowd group number family village town city camp post outpost convoy patrol market people "
    "army force police party team crew unit band gang column staff congregation mosque church "
    "school hospital house home car bus lorry truck boat ship vessel aircraft plane helicopter "
    "building office station base bridge road embassy ministry government movement newspaper land "
    "cargo power fire bank country state ransom everybody everyone nobody none anybody anyone "
    "something nothing livestock cattle goat cow dog horse turtle hostage-taking raid film tanker "
    "ransom everybody everything money land territory cargo power train clinic procession funeral "
    "strike march parade rally wedding factory depot airport port palace prison hotel farmhouse "
    "parliament checkpoint statue monument flag"
)
# Groups whose number stands behind them: "a family of four".
GROUPS = _forms(
    "crowd group number total score family crew patrol team party band gang unit squad couple "
    "column congregation delegation"
)
MONTHS = _forms(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec"
)
# Things that are taken, held or broken, however many: no people.
THINGS = _forms(
    "kg kilo gram tonne ton litre gallon barrel metre kilometre mile rifle gun weapon round bullet "
    "grenade bomb shell rocket missile mine trawler boat ship vessel tanker tug dinghy ferry canoe "
    "cutter aircraft plane jet drone helicopter lorry truck car bus van tractor tank vehicle "
    "motorcycle house home building shop office station bridge road street school hospital "
    "church mosque village town city district province territory post outpost base camp "
    "barracks warrant account crate barge height freezer shotgun jeep mask cylinder megawatt rand "
    "card million dollar euro pound file document passport computer telephone camera box ballot "
    "cow goat sheep cattle horse dog turtle year month week day hour minute time place side"
)
SINGLE_PRONOUNS = _forms("he she him her")
AGES = _forms("year month day week mm millimetre kg old th nd rd")
PARTICLES = _forms("dead up down away off least")
ROUND = _forms("dozen dozens scores hundred hundreds thousand thousands several few million half")
# Words of death or injury without which the annotator's own figures of them are not believed.
TOLD_BY = {
    "dead": KILLING | DYING | DEAD_NOUNS | _forms("death toll lives bodies corpses survive"),
    "injured": HURTING | HURT_NOUNS | BEATING | LIMBS
    | _forms("hospital hit treated burned broken"),
}  # fmt: skip
# "The killing of two", "a toll of 30".
DEED_NOUNS: dict[str, Kind] = {
    "killing": "dead", "killings": "dead", "murder": "dead", "death": "dead", "toll": "dead",
    "deaths": "dead", "bodies": "dead", "corpses": "dead", "execution": "dead",
    "assassination": "dead", "arrest": "arrested",
    "detention": "arrested", "seizure": "arrested", "wounding": "injured",
    "abduction": "abducted", "kidnapping": "abducted", "beating": "injured",
}  # fmt: skip
NOUNS: tuple[tuple[frozenset[str], Kind], ...] = (
    (DEAD_NOUNS, "dead"), (HURT_NOUNS, "injured"), (ARREST_NOUNS, "arrested"),
)  # fmt: skip
