"""The people of the demo, all invented; addresses use reserved domains, phones PTS's reserved series."""

from typing import NamedTuple

PASSWORD = "demo-portal-2026"  # noqa: S105  printed at start; refused in production


class Person(NamedTuple):
    """A person of the demo. ``municipality`` is a code, ``role`` that of the enrolment."""

    first_name: str
    last_name: str
    email: str
    title: str = ""
    municipality: str = ""
    role: str = ""
    department: str = ""


LEADER, MEMBER, STEERING = "process_leader", "member", "steering_group"

STAFF = (
    Person("Robin", "Exempelsson", "robin.exempelsson@example.org", "utbildningsansvarig"),
    Person("Mika", "Testgren", "mika.testgren@example.org", "processtöd"),
    Person("Kim", "Platshållar", "kim.platshallar@example.org", "administratör"),
)
ALVA = Person("Alva", "Provlund", "alva.provlund@lansstyrelsen.example", "särskild sakkunnig")
TURE = Person("Ture", "Fiktivberg", "ture.fiktivberg@lansstyrelsen.example", "utvecklingsledare")
EBBA = Person("Ebba", "Låtsasdotter", "ebba.latsasdotter@lansstyrelsen.example", "särskild sakkunnig")

VASTERNORRLAND = (
    Person(
        "Siri", "Påhittsson", "siri.pahittsson@harnosand.example", "folkhälsostrateg", "2280", LEADER,
        "Kommunledningskontoret",
    ),
    Person("Nils", "Låtsasmark", "nils.latsasmark@harnosand.example", "rektor", "2280", MEMBER, "Utbildning"),
    Person(
        "Hedda", "Mallström", "hedda.mallstrom@kramfors.example", "utvecklare", "2282", LEADER,
        "Kultur och fritid",
    ),
    Person(
        "Tilde", "Fantasmark", "tilde.fantasmark@kramfors.example", "fritidsledare", "2282", MEMBER,
        "Kultur och fritid",
    ),
    Person(
        "Omar", "Demoström", "omar.demostrom@sundsvall.example", "säkerhetssamordnare", "2281", LEADER,
        "Kommunledningskontoret",
    ),
    Person(
        "Lova", "Exempelqvist", "lova.exempelqvist@sundsvall.example", "enhetschef", "2281", MEMBER,
        "Socialtjänsten",
    ),
    Person(
        "Vidar", "Provander", "vidar.provander@timra.example", "brottsförebyggande samordnare", "2262", LEADER,
        "Kommunledningskontoret",
    ),
    Person("Amir", "Sagoström", "amir.sagostrom@timra.example", "kurator", "2262", MEMBER, "Elevhälsan"),
    Person("Jasmin", "Testlund", "jasmin.testlund@ange.example", "kurator", "2260", LEADER, "Elevhälsan"),
    Person("Maj", "Diktlund", "maj.diktlund@ange.example", "rektor", "2260", MEMBER, "Utbildning"),
    Person(
        "Elof", "Sagomark", "elof.sagomark@ange.example", "kommunchef", "2260", STEERING,
        "Kommunledningskontoret",
    ),
)  # fmt: skip
PROCESS_LEADERS = (
    Person("Doris", "Testmark", "doris.testmark@gavle.example", "strateg", "2180", LEADER),
    Person("Pelle", "Fiktivsson", "pelle.fiktivsson@kalmar.example", "folkhälsosamordnare", "0880", LEADER),
    Person("Ronja", "Sagodal", "ronja.sagodal@lycksele.example", "ungdomskonsulent", "2481", LEADER),
    Person("Gunnar", "Exempelgren", "gunnar.exempelgren@falun.example", "utvecklingsledare", "2080", LEADER),
    Person("Samira", "Provholm", "samira.provholm@mjolby.example", "barnrättsstrateg", "0586", LEADER),
)
KALMAR = (
    Person("Berit", "Mallgren", "berit.mallgren@emmaboda.example", "folkhälsostrateg", "0862", LEADER),
    Person("Juha", "Demoberg", "juha.demoberg@emmaboda.example", "rektor", "0862", MEMBER, "Utbildning"),
    Person("Leila", "Fabelgren", "leila.fabelgren@hultsfred.example", "säkerhetssamordnare", "0860", LEADER),
    Person(
        "Sven", "Testdal", "sven.testdal@hultsfred.example", "enhetschef", "0860", MEMBER, "Socialtjänsten"
    ),
    Person("Wilma", "Provmark", "wilma.provmark@nybro.example", "utvecklare", "0881", LEADER),
    Person("Ahmed", "Sagolund", "ahmed.sagolund@nybro.example", "fritidschef", "0881", MEMBER, "Fritid"),
)
NEXT_COHORT = (
    Person("Agnes", "Påhittberg", "agnes.pahittberg@solleftea.example", "folkhälsostrateg", "2283", LEADER),
    Person("Ville", "Exempelberg", "ville.exempelberg@ornskoldsvik.example", "strateg", "2284", LEADER),
)
LECTURER = ("Noor Fabelin", "Hedersrelaterat våld och förtryck", "noor.fabelin@example.com")

# The accounts for logging in that the command line and the README name: role and address.
ACCOUNTS = (
    ("MÄN", STAFF[0].email),
    ("Länsstyrelsen", ALVA.email),
    ("Processledare", VASTERNORRLAND[0].email),
    ("Deltagare", VASTERNORRLAND[1].email),
    ("Processledarutbildning", PROCESS_LEADERS[0].email),
)
