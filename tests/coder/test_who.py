"""From words to parties: one text, one phenomenon, one row."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coder.who import PartyResolver
from dragoman.knowledge import load_knowledge
from dragoman.records import Article, Mention
from hand_layers import hand_tree

KNOWLEDGE = load_knowledge()
NLP = spacy.blank("en")


def resolver(text: str, *, on: str | None = "2024-02-20", home: str | None = None) -> PartyResolver:
    article = Article(text=text, published=on, publisher_country=home)
    return PartyResolver(NLP(text), article, KNOWLEDGE)


def mentions(text: str, **options: str | None) -> tuple[Mention, ...]:
    """The mentions of the words between `<` and `>`."""
    start, end = text.index("<"), text.index(">") - 1
    plain = text.replace("<", "").replace(">", "")
    return resolver(plain, **options).mentions(start, end)


def said(found: tuple[Mention, ...]) -> str:
    """Mentions in the form of the corpus: `RWA MIL + ARM:M23 REB`."""
    return " + ".join(" ".join((m.party or "?", *m.sectors)) for m in found)


@dataclass(frozen=True)
class Row:
    id: str
    text: str
    want: str
    on: str | None = "2024-02-20"
    home: str | None = None


ROWS = (
    # names
    Row("country", "<Rwanda> denied it.", "RWA GOV"),
    Row("seat", "<The Kremlin> brushed it aside.", "RUS GOV"),
    Row("military seat", "<The Pentagon> said so.", "USA MIL"),
    Row("capital", "<Kigali> dismissed the charge.", "RWA GOV"),
    Row("historical", "<The Soviet Union> signed.", "RUS GOV", on="1988-01-01"),
    Row("acronym with points", "<The U.N.> agreed.", "IGO:UN"),
    Row("agency", "<UNHCR> sent tents.", "IGO:UN"),
    Row("Brussels is the Union", "<Brussels> imposed tariffs on China.", "IGO:EU"),
    Row("armed group takes no country", "<Lebanon's Hezbollah> fired.", "ARM:Hezbollah REB"),
    Row("Taliban before", "<The Taliban> attacked.", "ARM:Taliban REB", on="2019-03-01"),
    Row("Taliban in office", "<The Taliban> banned it.", "AFG GOV", on="2023-03-01"),
    Row("institution", "<The Knesset> voted.", "ISR LEG"),
    Row("media", "<Xinhua> reported it.", "CHN JRN"),
    Row("ngo", "<Reporters Without Borders> condemned it.", "NGO:Reporters Without Borders"),
    # sectors
    Row("breakaway body", "<Abkhazia> refused.", "ARM:Abkhazia GOV PRE"),
    Row("its army", "<The Karabakh army> withdrew.", "ARM:Nagorno-Karabakh MIL PRE"),
    Row("its fighters", "<Turkish Cypriot militiamen> fired.", "ARM:Turkish Cypriots MIL PRE"),
    Row("its police", "<Turkish Cypriot police> came.", "ARM:Turkish Cypriots COP PRE"),
    Row("a group's court", "<A Houthi court> sentenced him.", "ARM:Houthi JUD"),
    Row("a group's officer", "<A Houthi officer> spoke.", "ARM:Houthi REB"),
    Row("a cartel", "<The Sinaloa cartel> fired.", "ARM:Sinaloa cartel CRM"),
    Row("ranks of the ministry", "<The Finnish defence ministry> said so.", "FIN MIL"),
    Row("border guards", "<Three Thai border guards> fired.", "THA MIL"),
    Row("customs men", "<Kazakh customs men> searched it.", "KAZ GOV"),
    Row("plain-clothes men", "Peru votes. <Plain-clothes men> held him.", "PER COP"),
    Row("crew of a tank", "<A Greek tank crew> fired.", "GRC MIL"),
    Row("crew", "<The Greek crew> slept.", "GRC LAB"),
    Row("nobody's men", "Police of Peru came. <Two men> ran.", "PER CVL"),
    Row("his men", "Police of Peru came. <The men> ran.", "PER COP"),
    Row("fighters of a state", "<Ten Turkish fighters> flew.", "TUR MIL"),
    Row("the side", "<The Kazakh side> agreed.", "KAZ GOV"),
    Row("colleague", "<His Saudi colleague> agreed.", "SAU GOV"),
    Row("thing of a state", "<The Latvian wire> ran.", "LVA GOV"),
    Row("counted by nationality", "<Forty Syrians> sang.", "SYR CVL"),
    Row("one of a nation", "<A Yemeni> sang.", "YEM CVL"),
    Row("eleven of a nation", "<Eleven Japanese> sang.", "JPN CVL"),
    Row("and in flight", "<Forty Syrians> sat in the dinghy.", "SYR REF"),
    Row(
        "wife of a president",
        "Maduro's wife, Cilia Flores, came. <Maduro> left.",
        "VEN GOV",
        on="2018-09-27",
    ),
    Row(
        "title before a full name", "<President George W. Bush> spoke.", "USA GOV", on="2008-03-01"
    ),
    Row("region by its size", "<A Florida court> sat.", "USA JUD"),
    Row(
        "a king by his first name", "Bahrain voted. <King Hamad> left.", "BHR GOV", on="2011-03-23"
    ),
    Row(
        "a pope's name in another's",
        "Manila voted. <Governor Al Francis Zzyx> left.",
        "PHL GOV",
        on="2016-01-10",
    ),
    Row("official of Armenia", "<Nikol Pashinyan> spoke.", "ARM GOV", on="2021-11-27"),
    Row("growers' union", "<The Estonian growers' union> struck.", "EST AGR"),
    Row("his deputy", "Thai Prime Minister Juan Zzyx left. <His deputy> followed.", "THA GOV"),
    Row(
        "two who quarrel",
        "Libya's farmers and Malta's press met. <Both sides> left.",
        "LBY GOV + MLT GOV",
    ),
    Row(
        "vice-president of a court",
        "A court in Peru sat. <Its vice-president> resigned.",
        "PER JUD",
    ),
    Row("chief executive of a firm", "<The chief executive of a Peruvian bank> left.", "PER BUS"),
    Row("a lawyer is of no body", "Peru's police came. <Their lawyer> spoke.", "PER JUD"),
    Row("but a body has some", "<The Peruvian party's lawyers> spoke.", "PER PTY"),
    Row("a named party", "<The opposition Zzyx Qwerty> of Peru voted.", "PER PTY OPP"),
    Row(
        "a colleague of his", "Peru's police chief left. <His Chilean colleague> stayed.", "CHL COP"
    ),
    Row(
        "tied to a union",
        "Peru votes. Juan Zzyx of the union spoke. <Zzyx> was angry.",
        "PER LAB",
    ),
    Row(
        "leads a party",
        "Peru votes. Juan Zzyx, who leads the ruling party, spoke. <Zzyx> left.",
        "PER PTY",
    ),
    Row(
        "office before creed",
        "Peru votes. Mayor Juan Zzyx, a Socialist, spoke. <Zzyx> left.",
        "PER GOV",
    ),
    Row("taken up by number", "Three Peruvian teachers struck. <The three> were held.", "PER EDU"),
    Row(
        "successor", "Former Malian president Moussa Zzyx fled. <His successor> stayed.", "MLI GOV"
    ),
    # people
    Row("office holder", "<Blinken> will travel.", "USA GOV", on="2023-11-01"),
    Row("office at the date", "<Donald Tusk> spoke.", "IGO:EU", on="2016-05-01"),
    Row("and later", "<Donald Tusk> spoke.", "POL GOV", on="2024-06-27"),
    Row("stated by the text", "<North Korea's foreign minister, Choe Son Hui,> spoke.", "PRK GOV"),
    Row("unknown but stated", "<Ruritania envoy of Peru, Juan Zzyx,> spoke.", "PER GOV"),
    Row("trade minister of Peru", "<The trade minister of Peru> left.", "PER GOV"),
    Row(
        "surname later",
        "Togolese farmer Kossi Zzyxa complained. On Monday <Zzyxa> was arrested in Ghana.",
        "TGO AGR",
    ),
    Row("former", "<Former Malian president Moussa Zzyx> fled.", "MLI ELI GOV"),
    # countries on nouns
    Row("adjective", "<Russian drones> struck.", "RUS MIL"),
    Row("army", "<the Lebanese army> withdrew.", "LBN MIL"),
    Row("possessive", "<Congo's government> blamed them.", "COD GOV"),
    Row("court of a city", "<A Moscow court> convicted her.", "RUS JUD"),
    Row("people", "<Palestinian protesters> marched.", "PSE CVL"),
    Row("backed is not who acts", "<Iran-backed Houthi rebels> fired.", "ARM:Houthi REB"),
    Row("led is", "<The Saudi-led coalition> bombed it.", "SAU GOV"),
    Row("counted", "<Dozens of Syrian villagers> sang.", "SYR CVL"),
    Row("place behind", "<villagers in Mopti> fled from Mali.", "MLI REF"),
    Row("organisation's spokesman", "<the police spokesman in Nairobi> said.", "KEN COP"),
    Row("union chairman", "<Ghana's miners' union> struck.", "GHA LAB"),
    Row("region as organisation", "<Arab leaders> met.", "IGO:LAS"),
    Row("diplomat of a state", "<Russia's ambassador to the UN> spoke.", "RUS GOV"),
    # several at once
    Row("shared head", "<Dutch and Belgian police> searched it.", "NLD COP + BEL COP"),
    Row(
        "list", "<South Korea, the United States and Japan> agreed.", "KOR GOV + USA GOV + JPN GOV"
    ),
    Row("state and group", "<Israel and Hamas> agreed.", "ISR GOV + ARM:Hamas REB"),
    Row(
        "ministers of two",
        "<The foreign ministers of France and Germany> met.",
        "FRA GOV + DEU GOV",
    ),
    Row(
        "the two countries",
        "Peru and Chile signed. <The two countries> will meet.",
        "PER GOV + CHL GOV",
    ),
    Row("both sides", "Ukraine accused Russia. <Both sides> met.", "UKR GOV + RUS GOV"),
    Row(
        "both sides of a text with a mediator",
        "Ukraine accused Russia. Russia blamed Ukraine. Turkey offered help. <Both sides> met.",
        "UKR GOV + RUS GOV",
    ),
    Row(
        "both armed groups of a text with a state",
        "Mali fought JNIM. JNIM attacked ISGS. <Both groups> denied it.",
        "ARM:JNIM REB + ARM:ISIS REB",
    ),
    Row(
        "that group is the one named last",
        "JNIM raided Mali. It said it had fought ISIS. <That group> fled.",
        "ARM:ISIS REB",
    ),
    Row(
        "the country of a clause with another one as subject",
        "Fiji jailed a union leader in Suva. China handed <the country's army> 12 lorries.",
        "FJI MIL",
    ),
    Row("a rival by name", "Chad met Niger. Chad praised <its rival, Mali>.", "MLI GOV"),
    Row(
        "a neighbour's navy",
        "Peru blamed Chile. Peru said <its neighbour's navy> sank a boat.",
        "CHL MIL",
    ),
    Row(
        "a group by the first part of its name",
        "Iran blamed the Mujahedin-e Khalq. <The Mujahedin> denied it.",
        "ARM:MEK REB",
    ),
    Row(
        "the movement in a town abroad",
        "JNIM attacked Mali. A man spoke for <the movement in Paris>.",
        "ARM:JNIM REB",
    ),
    Row("both of one country", "Two unions struck in Ghana. <Both unions> won.", "GHA LAB"),
    Row(
        "both armies",
        "Peru blamed Chile. Chile blamed Peru. <Both armies> fired.",
        "PER MIL + CHL MIL",
    ),
    Row(
        "officials on both sides",
        "Peru blamed Chile. Chile blamed Peru. <Officials on both sides> met.",
        "PER GOV + CHL GOV",
    ),
    Row(
        "the three states",
        "Mali, Niger and Togo agreed. Benin left. <The three states> will meet.",
        "MLI GOV + NER GOV + TGO GOV",
    ),
    Row("the other side", "Peru blamed Chile. Peru said <the other side> lied.", "CHL GOV"),
    Row("the neighbour", "Guyana accused Venezuela. Guyana said <its neighbour> lied.", "VEN GOV"),
    # pronouns and descriptions
    Row("it", "Rwanda dismissed the charge. <It> also denied arming rebels.", "RWA GOV"),
    Row("he", "Rwandan President Paul Kagame spoke. <He> denied it.", "RWA GOV"),
    Row("she", "Nigerian lawyer Ada Zzyx and a man met. <She> left.", "NGA JUD"),
    Row(
        "his office", "Angolan President Joao Lourenco will host. <His office> said so.", "AGO GOV"
    ),
    Row("the rebels", "Congo fought the M23. <The rebels> advanced.", "ARM:M23 REB"),
    Row("the group", "Nigeria blamed Boko Haram. <The group> was silent.", "ARM:Boko Haram REB"),
    Row("the alliance", "Russia warned NATO. <The alliance> replied.", "IGO:NATO"),
    Row("the envoy", "Myanmar's ambassador came. <The envoy> denied it.", "MMR GOV"),
    Row(
        "the envoy of another quarrel",
        "Dhaka summoned Myanmar's ambassador. <The envoy> blamed the Arakan Army.",
        "MMR GOV",
    ),
    Row(
        "guards of two",
        "Peru and Chile met. <The two neighbours' guards> left.",
        "PER COP + CHL COP",
    ),
    Row(
        "the two of a sentence",
        "Iran and Oman sat. Carney of Canada had met Sheinbaum of Mexico, and <the two> left.",
        "CAN GOV + MEX GOV",
        on="2025-06-01",
    ),
    Row(
        "ministers of both",
        "Peru and Chile met. <The ministers of the two countries> left.",
        "PER GOV + CHL GOV",
    ),
    Row(
        "camps of a group",
        "Kenya fought Al Shabaab. <Camps of the group> in Kenya fell.",
        "ARM:Al-Shabaab REB",
    ),
    Row(
        "an army of soldiers named before",
        "Haiti's envoy spoke in Haiti. Dominican soldiers left. <The army> denied it.",
        "DOM MIL",
    ),
    Row("an embassy", "Kenya heard Uganda's ambassador. <The embassy> denied it.", "UGA GOV"),
    Row(
        "a name with its letters",
        "<The National Liberation Army (ELN), a Colombian rebel group,> denied it.",
        "ARM:ELN REB",
    ),
    Row(
        "a group by what the text calls it",
        "Kosovo blamed <the so-called Eagle Brigade, an armed Serb group>.",
        "ARM:Eagle Brigade REB",
    ),
    Row(
        "the group so called",
        "Kosovo blamed the Eagle Brigade, an armed Serb group. <The group> denied it.",
        "ARM:Eagle Brigade REB",
    ),
    Row("a European official", "Iran spoke. <A European official> said so.", "IGO:EU"),
    Row("the government in a town", "<The Kurdish government in Erbil> said so.", "IRQ GOV"),
    Row(
        "the court of a text about one",
        "The International Criminal Court met. Sudan praised <the court>.",
        "IGO:ICC",
    ),
    Row("an army of its own", "The Arakan Army fought in Myanmar. <The army> withdrew.", "MMR MIL"),
    Row("some groups", "Mali fought Ansar Dine. <Local groups> complained.", "MLI CVL"),
    Row("rebels without a name", "Peru sent troops. <The rebels> fled.", "ARM:rebels REB"),
    Row(
        "what broke away",
        "<Moldova's breakaway region of Transnistria> voted.",
        "ARM:Transnistria GOV PRE",
    ),
    Row("his rivals", "Ghanaian President John Mahama spoke. Togo paid <his rivals>.", "GHA OPP"),
    Row("peacekeepers", "<The United Nations peacekeeping mission> left Mali.", "IGO:UN"),
    Row("a state's council", "Armenian <Security Council Secretary Zzyx Qwerty> left.", "ARM GOV"),
    Row("an affiliate", "<JNIM, an affiliate of al Qaeda,> struck Mali.", "ARM:JNIM REB"),
    Row(
        "a compass point",
        "South Sudan voted. <The governor of Eastern Nile state> left.",
        "SSD GOV",
    ),
    Row(
        "through a place",
        "Mexico voted. Students went through Chicago, and <police there> ran.",
        "USA COP",
    ),
    Row(
        "we in a quotation",
        '"<We> will not yield," Peruvian Foreign Minister Juan Zzyx said on Monday.',
        "PER GOV",
    ),
    Row(
        "acronym in brackets",
        "They fled to the Border Guard Bangladesh (BGB). <The BGB> fed them.",
        "BGD COP",
    ),
    Row(
        "unknown group by what it is called",
        "The rebel group Front Zzyx attacked Mali. <Front Zzyx> withdrew.",
        "ARM:Front Zzyx REB",
    ),
    Row("the Fund", "The International Monetary Fund met. <The Fund> lent to Peru.", "IGO:IMF"),
    # at home
    Row("there", "Libya closed. Students marched in Cairo, and <police> there ran.", "EGY COP"),
    Row("dateline", "GOMA, Democratic Republic of Congo - <Residents> complained.", "COD CVL"),
    Row("the paper's country", "<Prosecutors> charged him.", "BEL JUD", home="BEL"),
    Row("place in the sentence", "<Farmers> blocked roads near Toulouse.", "FRA AGR"),
    Row("states that are not named", "<Western nations> pressed Kyiv to leave Donetsk.", "? GOV"),
    Row("allies", "Kyiv, hit by Russia, urged <allies> to send missiles.", "? GOV"),
    Row(
        "dateline below a headline", "Talks end in Doha\n\nKYIV, May 2 - <Police> left.", "UKR COP"
    ),
    Row("Afghan Taliban in office", "<Afghan Taliban troops> fired.", "AFG MIL", on="2025-10-08"),
    Row(
        "a place called like a former president",
        "Congo bombed <villages in Masisi>.",
        "COD CVL",
        on="2025-10-15",
    ),
    Row("some countries", "<Three countries> expelled envoys from Ankara.", "? GOV"),
    Row(
        "the country that the text is about, before a place in the sentence",
        "Haiti's president fled. Haiti's senate sat. <Police> watched a man from Bogota.",
        "HTI COP",
    ),
    Row(
        "the dateline counts",
        "KYIV, Feb 20 - <Residents> sang. Russia fired again, and Ukraine answered.",
        "UKR CVL",
    ),
    Row("nobody", "<Masked gunmen> opened fire in Lagos.", "? UAF"),
    Row(
        "a group named",
        "Hezbollah hit Haifa. Israel shot two of <the attackers>.",
        "ARM:Hezbollah REB",
    ),
    Row(
        "fighters of a group",
        "<Georgian guerrillas of the White Legion> fled.",
        "ARM:White Legion REB",
    ),
    Row(
        "a group by what the text calls it",
        "The Lower Brigade, an underground Serb group, hit Kosovo. Serbia arms <the group>.",
        "ARM:Lower Brigade REB",
    ),
    Row(
        "a breakaway region, taken up",
        "Police met in Georgia's breakaway region of Abkhazia. <The region's leader> spoke.",
        "ARM:Abkhazia GOV PRE",
    ),
    Row("Serbs in Kosovo", "Kosovo's police searched Zvecan. <Three Serbs> marched.", "XKX CVL"),
    Row("Serbs in Serbia", "Serbia's army drilled. <Three Serbs> marched.", "SRB CVL"),
    Row("no group named", "Israel shot two of <the attackers>.", "? UAF"),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_resolves(row: Row) -> None:
    assert said(mentions(row.text, on=row.on, home=row.home)) == row.want


def test_every_resolution_says_how() -> None:
    for row in ROWS:
        for mention in mentions(row.text, on=row.on, home=row.home):
            assert mention.reasons.get("party"), row.id


def test_open_party_says_why() -> None:
    (mention,) = mentions("<The ministry> refused.", home=None)
    assert mention.party is None
    assert "names none" in mention.reasons["party"]


@pytest.mark.parametrize(
    ("words", "somebody"),
    [
        ("allegations", False),
        ("the charge", False),
        ("the envoy", True),
        ("Washington", True),
        ("its denials", True),
        ("it", True),
        ("Zzyx", True),
    ],
)
def test_who_is_somebody(words: str, somebody: bool) -> None:
    text = f"Peru dismissed {words}."
    start = text.index(words)
    assert resolver(text).describes(start, start + len(words)) is somebody


def test_entities_group_mentions() -> None:
    text = "Rwanda denied it. Kigali spoke. President Paul Kagame left, and Kagame slept."
    found = {e.id: e for e in resolver(text).entities()}
    assert found["RWA"].name == "Rwanda"
    assert [text[s:e] for s, e in found["RWA"].mentions][:2] == ["Rwanda", "it"]
    person = found["person:paul-kagame"]
    assert (person.kind, person.party) == ("person", "RWA")
    assert len(person.mentions) == 2
    assert all(text[s:e] for s, e in person.mentions)


def test_same_text_gives_the_same_answer() -> None:
    text = "Peru and Chile signed with Mercosur. They will meet. It is late."
    assert resolver(text).entities() == resolver(text).entities()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 120))
def test_any_text(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = resolver(text)
    for mention in found.mentions(start, end):
        assert mention.span == (start, end)
        assert mention.text == text[start:end]
    for entity in found.entities():
        assert all(0 <= s < e <= len(text) for s, e in entity.mentions)


def parsed(rows: str) -> PartyResolver:
    """A resolver of a text with its trees given: see `hand_tree`."""
    doc = hand_tree(rows)
    return PartyResolver(doc, Article(text=doc.text, published="2024-02-20"), KNOWLEDGE)


@pytest.mark.parametrize(
    ("rows", "at", "want"),
    [
        pytest.param(
            "On/ADP/1/case Monday/PROPN/3/obl Peru/PROPN/3/nsubj accused/VERB/3/root "
            "Chile/PROPN/3/obj ./PUNCT/3/punct It/PRON/7/nsubj denied/VERB/7/root it/PRON/7/obj",
            6,
            "PER GOV",
            id="subjects are taken up",
        ),
        pytest.param(
            "Peru/PROPN/1/nsubj warned/VERB/1/root Chile/PROPN/1/obj ./PUNCT/1/punct "
            "Peru/PROPN/5/nsubj thanked/VERB/5/root it/PRON/5/obj ./PUNCT/5/punct",
            6,
            "CHL GOV",
            id="who thanks it is somebody else",
        ),
        pytest.param(
            "In/ADP/1/case Budapest/PROPN/3/obl students/NOUN/3/nsubj marched/VERB/3/root "
            "./PUNCT/3/punct Slovakia/PROPN/8/nsubj and/CCONJ/7/cc Slovakia/PROPN/5/conj "
            "voted/VERB/8/root",
            2,
            "HUN EDU",
            id="the place of the clause",
        ),
        pytest.param(
            "Students/NOUN/1/nsubj said/VERB/1/root Peru/PROPN/3/nsubj voted/VERB/1/ccomp "
            "in/ADP/5/case Budapest/PROPN/3/obl ./PUNCT/1/punct Slovakia/PROPN/10/nsubj "
            "and/CCONJ/9/cc Slovakia/PROPN/7/conj voted/VERB/10/root",
            0,
            "SVK EDU",
            id="the place of another clause",
        ),
        pytest.param(
            "In/ADP/2/case neighbouring/ADJ/2/amod Hungary/PROPN/4/obl police/NOUN/4/nsubj "
            "marched/VERB/4/root ./PUNCT/4/punct Slovakia/PROPN/9/nsubj and/CCONJ/8/cc "
            "Slovakia/PROPN/6/conj voted/VERB/9/root",
            3,
            "HUN COP",
            id="police across the border",
        ),
        pytest.param(
            "Haiti/PROPN/1/compound envoy/NOUN/2/nsubj accused/VERB/2/root Dominican/ADJ/4/amod "
            "soldiers/NOUN/2/obj ./PUNCT/2/punct They/PRON/7/nsubj denied/VERB/7/root "
            "it/PRON/7/obj",
            6,
            "DOM MIL",
            id="a verb ends a phrase",
        ),
    ],
)
def test_with_trees(rows: str, at: int, want: str) -> None:
    found = parsed(rows)
    words = [row.split("/")[0] for row in rows.split()]
    start = len(" ".join((*words[:at], "")))
    assert said(found.mentions(start, start + len(words[at]))) == want


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("<Israel> struck Damascus.", True),
        ("<Kigali> sent troops.", True),
        ("<The Kremlin> sent troops.", True),
        ("Rwanda moved fast; <it> sent troops.", True),
        ("<Israeli settlers> burned a barn.", False),
        ("<Israel's prime minister> ordered it.", False),
        ("<Russian> shelling killed three.", True),
        ("<M23> fired.", False),
    ],
)
def test_names_state(text: str, state: bool) -> None:
    start, end = text.index("<"), text.index(">") - 1
    plain = text.replace("<", "").replace(">", "")
    assert resolver(plain).names_state(start, end) is state
