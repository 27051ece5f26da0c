"""Closed lists of words by which a phrase is read and an antecedent is chosen."""

from __future__ import annotations

DETERMINERS = frozenset(
    "the a an this that these those some any no every each another other".split()
)
DEFINITE = frozenset("the this that these those both such".split())
NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "twenty thirty forty fifty hundred thousand several many few most all both half dozen scores "
    "dozens hundreds thousands tens millions".split()
)
HE = frozenset("he him his himself".split())
SHE = frozenset("she her hers herself".split())
IT = frozenset("it its itself".split())
THEY = frozenset("they them their theirs themselves".split())
FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
WHO = frozenset("who whom whose which".split())
PRONOUNS = HE | SHE | IT | THEY | FIRST
POSSESSIVE_PRONOUNS = frozenset("his her its their my our whose".split())

PREPOSITIONS = frozenset(
    "of in from at for to with on by near outside inside around against between over under across "
    "along after before during including into within among behind via about toward towards off as "
    "like than without beyond despite throughout upon aboard beside opposite amid".split()
)
# "forces in Sudan" are not Sudan's, but where nothing else is said they are the best guess.
BELONGING = frozenset("of from for".split())
PLACING = frozenset(
    "in at on near outside inside around across along through throughout within aboard".split()
)
RELATIVE = frozenset("who which whom whose where when while that".split())
PARTICIPLES = frozenset(
    "accused backed held displaced wounded killed detained captured injured stationed based led "
    "opposed loyal aligned allied suspected protesting demonstrating working living fleeing "
    "fighting seeking demanding trying armed carrying wearing belonging calling arrested jailed "
    "injured trapped stranded".split()
)
CONJUNCTIONS = frozenset("and or nor but plus".split())
# "Russian-backed": the country is not the one that acts; "Saudi-led": it is.
DISTANCING = frozenset(
    "backed occupied held controlled run administered annexed born supported aligned allied "
    "trained "
    "funded armed based made owned built besieged flagged bound sponsored linked speaking majority "
    "imposed brokered mediated language educated style era".split()
)
OWNING = frozenset("made owned built flagged run administered based born imposed".split())
ATTITUDES = frozenset("pro anti ex non trans cross inter pan".split())
FORMER = frozenset(
    "former predecessor ex ousted deposed toppled late retired onetime exiled erstwhile".split()
)
MODIFIERS = frozenset(
    "former new senior top deputy chief joint local national federal regional provincial military "
    "armed civilian acting interim foreign defence defense interior finance health trade justice "
    "security state public private young old several unidentified unknown masked hooded "
    "suspected alleged heavy light special elite riot border naval air ground main largest biggest "
    "powerful key leading influential far right left wing ruling opposition rival neighbouring "
    "neighboring northern southern eastern western central independent retired wounded captured "
    "displaced dead surviving outgoing incoming visiting fellow own political presidential "
    "parliamentary ministerial diplomatic nuclear human rights anti pro ex first second third "
    "peacekeeping humanitarian "
    "transitional exiled ousted deposed striking unarmed ethnic religious islamist jihadist "
    "communist socialist maoist separatist loyalist rebel paramilitary remaining various more "
    "female male elderly angry desperate hundreds thousands dozens".split()
)
COUNTING = frozenset(
    "group number crowd majority member most all many part remnant handful pair couple team "
    "dozen hundred thousand ten score some one three two several half third quarter wing column "
    "convoy contingent party delegation rest remainder series wave lot million none each both "
    "either neither any few".split()
)

# Heads that stand for one person.
PERSON_HEADS = frozenset(
    "minister president premier chancellor king queen emir sultan prince sheikh leader ruler "
    "envoy ambassador diplomat spokesman spokeswoman spokesperson official governor mayor "
    "secretary general colonel captain major lieutenant commander officer admiral brigadier "
    "judge prosecutor magistrate lawyer attorney senator lawmaker legislator speaker deputy "
    "congressman congresswoman mp candidate politician chairman chairwoman chair head chief "
    "director journalist reporter editor activist bishop archbishop priest cleric imam pope "
    "ayatollah patriarch analyst expert professor doctor farmer teacher student councillor "
    "adviser advisor aide mediator negotiator monarch strongman dictator man woman boy girl "
    "resident witness counterpart commissioner delegate guest pontiff taoiseach veteran marshal "
    "sergeant businessman tycoon dissident defendant suspect soldier fighter mother father".split()
)
# Heads that stand for a body of people: a body is "it".
ARMED_HEADS = frozenset(
    "rebel rebels insurgent insurgents militant militants guerrilla guerrillas fighter fighters "
    "jihadist jihadists jihadi jihadis militia militias militiamen gunmen extremists terrorists "
    "separatists insurgency militiaman paramilitaries paramilitary islamists warlord "
    "separatist extremist terrorist combatants mutineers maoists".split()
)
GROUP_HEADS = frozenset(
    "group movement organisation organization faction front outfit network gang cartel sect "
    "cult cell band wing syndicate".split()
)
ORGANISATION_HEADS = frozenset(
    "organisation organization bloc alliance agency body union mission watchdog commission council "
    "court bank fund monitors group charity committee tribunal grouping secretariat association "
    "institution federation club forum peacekeepers".split()
)
STATE_HEADS = frozenset(
    "country nation republic kingdom state neighbour neighbor island emirate sultanate power "
    "monarchy".split()
)
SIDE_HEADS = frozenset(
    "country countries nation nations neighbour neighbours neighbor neighbors side sides leader "
    "leaders government governments minister ministers president presidents capital capitals "
    "state states party parties man men rival rivals ally allies foe foes enemy enemies army "
    "armies power powers delegation delegations foreign premier premiers people peoples force "
    "forces militaries delegates negotiators group groups faction factions camp camps pair duo "
    "teams team union unions company companies women adversaries belligerents combatants "
    "spokesmen envoys diplomats navies chiefs".split()
)
UNKNOWN_HEADS = frozenset(
    "gunman gunmen attacker attackers assailant assailants raider raiders bomber kidnapper "
    "kidnappers abductor abductors sniper snipers shooter perpetrator perpetrators killer killers "
    "hijacker hijackers assassin assassins".split()
)
FEMALE = frozenset(
    "woman spokeswoman chairwoman queen mother mrs ms miss lady congresswoman girl wife "
    "daughter sister nun widow princess".split()
)
MALE = frozenset(
    "man spokesman chairman king father mr sir lord congressman boy husband son brother monk "
    "priest emir sultan prince pope imam".split()
)
SPEECH = frozenset(
    "said says say told tells added adds asked asks replied insisted claimed warned declared "
    "announced argued wrote writes tweeted posted stated confirmed denied explained shouted "
    "complained pleaded urged vowed noted recalled quoted answered remarked acknowledged conceded "
    "alleged accused continued responded stressed testified called boasted read reads "
    "promised".split()
)
# Nouns for the one on the other side: never the party that owns them.
RELATIONAL = frozenset(
    "neighbour neighbor neighbours neighbors rival rivals foe foes enemy enemies counterpart "
    "counterparts opponent opponents adversary adversaries host hosts ally allies captors captor "
    "partner partners guest guests interlocutor".split()
)
# Bodies that are "it"; other common nouns are things.
BODY_HEADS = frozenset(
    "government ministry court army navy force police party union company firm council parliament "
    "assembly senate congress administration cabinet junta regime authority agency commission "
    "committee group movement organisation organization bank board department embassy delegation "
    "coalition bloc alliance federation association newspaper broadcaster kingdom country republic "
    "nation state militia front mission body tribunal service office bureau presidency "
    "municipality city capital opposition military club institute foundation charity church "
    "ministry secretariat kremlin faction network cartel gang corporation operator airline "
    "watchdog brigade battalion unit side".split()
)
# "Arab leaders", "European ministers": said of the organisation of those states.
REGIONAL = {
    "arab": "IGO:LAS", "european": "IGO:EU", "west african": "IGO:ECOWAS", "african": "IGO:AU",
    "southern african": "IGO:SADC", "east african": "IGO:EAC", "southeast asian": "IGO:ASEAN",
    "south east asian": "IGO:ASEAN", "caribbean": "IGO:CARICOM", "gulf arab": "IGO:GCC",
    "gulf": "IGO:GCC", "central african": "IGO:ECCAS", "pacific": "IGO:PIF", "islamic": "IGO:OIC",
}  # fmt: skip
JOINT_HEADS = frozenset(
    "leader minister head mediator bloc government state nation power envoy diplomat".split()
)
# Positions that any body has: the sector is that of the body.
POSITIONS = frozenset(
    "leader chairman chairwoman chair spokesman spokeswoman spokesperson head chief director "
    "secretary president member official aide deputy founder boss representative delegate adviser "
    "advisor treasurer manager organiser organizer staff colleague supporter colonel commander "
    "officer captain commissioner force unit man woman service federation association committee "
    "general lieutenant major sergeant corporal office camp delegation source statement figure "
    "politician candidate coordinator convenor activist volunteer veteran recruit envoy negotiator "
    "building headquarters base post station command convoy vehicle car patrol inspector "
    "superintendent team position report executive clerk agent column side wing branch lawyer "
    "chairperson vice-president secretary-general speaker guard crew boat supporter".split()
)
# Nouns that soldiers, police and others share: the sector last spoken of decides.
SHARED = {
    "officer": ("COP", "MIL", "SPY"),
    "commander": ("MIL", "COP", "PRM"), "force": ("MIL", "COP", "PRM"),
    "unit": ("MIL", "COP", "PRM"), "man": ("MIL", "COP", "PRM", "REB"), "agent": ("SPY", "COP"),
    "guard": ("COP", "MIL", "PRM"), "captain": ("MIL", "COP"), "sergeant": ("MIL", "COP"),
    "commissioner": ("COP", "GOV"), "colonel": ("MIL", "COP"), "chief": ("COP", "SPY", "MIL"),
    "vehicle": ("MIL", "COP"), "patrol": ("MIL", "COP"), "bureau": ("SPY", "COP"),
    "service": ("SPY", "COP"), "agency": ("SPY", "COP"), "helicopter": ("MIL", "COP"),
    "association": ("LAB", "BUS", "MED", "EDU", "AGR"), "federation": ("LAB", "SOC", "BUS", "AGR"),
    "committee": ("LAB", "LEG", "PTY", "EDU"),
    "secretary": ("LAB",), "staff": ("MED", "JRN", "BUS", "LAB"),
    "member": ("LAB", "PTY", "LEG"),
    "post": ("COP", "MIL"), "checkpoint": ("MIL", "COP"), "convoy": ("MIL", "CVL"),
    "inspector": ("COP",),
    "superintendent": ("COP",), "column": ("MIL", "REB"), "squad": ("COP", "MIL"),
    "lieutenant": ("MIL", "COP"), "boat": ("MIL", "COP"), "vessel": ("MIL", "COP", "LAB"),
    "group": ("PTY", "CVL", "SOC", "OPP"), "movement": ("CVL", "OPP", "PTY"),
    "conscript": ("MIL",), "leader": ("PTY", "LAB", "OPP", "SOC", "REL", "EDU", "AGR"),
    "chairman": ("LAB", "PTY", "BUS", "LEG", "AGR"), "director": ("BUS", "MED", "EDU"),
}  # fmt: skip
# Definite plurals that mean the parties of the text together: "the presidents", "the delegations".
TOGETHER = frozenset(
    "minister president leader premier negotiator delegation government envoy neighbour neighbor "
    "side country capital army".split()
)
CRIMINAL_HEADS = frozenset("gang cartel mafia syndicate clan mob".split())
# Whoever has fled is displaced, whatever the text calls them.
FLIGHT = frozenset(
    "fled flee fleeing displaced uprooted homeless deported stranded crossed".split()
)
FLEEING = frozenset(
    "people person family families civilian civilians resident residents villager villagers woman "
    "women child children men national nationals".split()
)
# Bodies that broke away and govern: an organ of theirs keeps its sector, as one of a state does.
AWAY = frozenset("breakaway separatist secessionist unrecognised unrecognized".split())
BREAKAWAY = frozenset(
    "ARM:Abkhazia,ARM:South Ossetia,ARM:Transnistria,ARM:Nagorno-Karabakh,ARM:Turkish Cypriots,"
    "ARM:Somaliland,ARM:DPR,ARM:LPR,ARM:Bosnian Serbs,ARM:Bosnian Croats,ARM:Krajina Serbs".split(
        ","
    )
)
# What an armed group has beside its fighters.
GROUP_ORGANS = frozenset("JUD COP JRN BUS MED".split())
# Ranks that heads of state keep.
RANKS = frozenset("general colonel captain lieutenant marshal admiral commodore pope".split())
# In a sentence with such a word, people counted by their nationality are those who fled.
REFUGE = FLIGHT | frozenset(
    "camp camps refugee refugees asylum migrant migrants dinghy dinghies raft rafts repatriated "
    "deportation deportations repatriation smugglers trapped".split()
)
TAKING_UP = PRONOUNS | WHO
HE_OR_SHE = HE | SHE
OWN_CLASS = ARMED_HEADS | UNKNOWN_HEADS
REBELS = frozenset(
    "rebel rebels insurgent insurgents guerrilla guerrillas separatist separatists militant "
    "militants jihadist jihadists secessionists".split()
)
STATE_PAIRS = frozenset(
    "country countries nation nations neighbour neighbours neighbor neighbors capital capitals "
    "state states governments government president presidents".split()
)
# Nouns by which one and the same are called in turn: "the ambassador ... the envoy".
_CALLED_ALSO = (
    "ambassador envoy diplomat emissary consul attache affaires embassy",
    "commissioner commission",
    "consul consulate",
    "minister ministry",
    "prosecutor prosecution",
    "president leader ruler strongman dictator",
    "premier leader",
    "king monarch sultan emir ruler",
    "mediator negotiator envoy",
    "court tribunal judge magistrate bench",
    "parliament assembly legislature senate congress lawmaker deputy",
    "union federation",
    "firm company miner operator",
    "newspaper daily paper weekly",
    "ship vessel boat trawler tanker freighter cutter",
    "plane jet aircraft fighter bomber",
    "soldier troop serviceman conscript army military",
    "gendarme gendarmerie",
    "police policeman officer constable",
    "protester demonstrator marcher",
    "reporter journalist correspondent",
    "lawmaker legislator deputy senator mp",
    "bishop archbishop cardinal prelate churchman cleric",
    "migrant refugee asylum-seeker",
)
SAME_OFFICE = {
    word: frozenset(w for line in _CALLED_ALSO if word in line.split() for w in line.split())
    - {word}
    for line in _CALLED_ALSO
    for word in line.split()
}
