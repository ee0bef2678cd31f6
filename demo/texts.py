"""The texts of the demo. Invented; nothing in them is a fact about violence in the real places.

``{day:+13}`` becomes the date so many days after the text was written, ``{week:+14}`` that week's number.
"""

from datetime import date
from typing import NamedTuple


class SessionText(NamedTuple):
    """A session of cohort A: its written date, hours, form, step and theme."""

    day: date
    hours: tuple[int, int, int, int]
    place: str
    step: int | None
    theme: str
    days: int = 1


SESSIONS = (
    SessionText(
        date(2026, 2, 11), (12, 0, 12, 0), "Härnösand", None, "Uppstartsdagar: våld, genus och prevention", 2
    ),
    SessionText(date(2026, 3, 18), (9, 0, 12, 0), "", 1, "Mandat, organisation och samverkan"),
    SessionText(
        date(2026, 4, 22), (9, 30, 16, 0), "Sundsvall", 2, "Våld som problem: definition och kartläggning"
    ),
    SessionText(date(2026, 5, 27), (9, 0, 12, 0), "", 2, "Verkstad: från uppgifter till lägesbild"),
    SessionText(
        date(2026, 9, 2), (9, 30, 16, 0), "Kramfors", 3, "Risk- och skyddsfaktorer, förändringsfaktorer"
    ),
    SessionText(date(2026, 10, 7), (9, 0, 12, 0), "", 3, "Välja fokus: vad kan vi påverka?"),
    SessionText(date(2026, 11, 11), (9, 30, 16, 0), "Timrå", 4, "Insatser och metoder, programteori"),
    SessionText(
        date(2026, 12, 9),
        (9, 0, 12, 0),
        "",
        4,
        "Jämföra metoder; extern föreläsare om hedersrelaterat våld och förtryck",
    ),
    SessionText(date(2027, 1, 27), (9, 0, 12, 0), "", 5, "Genomförande: ledning, kompetens, resurser"),
    SessionText(date(2027, 3, 3), (9, 30, 16, 0), "Ånge", 5, "Mål, indikatorer och uppföljning"),
    SessionText(
        date(2027, 4, 21), (10, 0, 15, 30), "Härnösand", 5, "Avslutningskonferens: resultat, spridning, intyg"
    ),
)
PLACES = {
    "Härnösand": "Konferenslokalen i stadshuset, Härnösand",
    "Sundsvall": "Kulturhuset, Sundsvall",
    "Kramfors": "Folkets hus, Kramfors",
    "Timrå": "Kommunhuset, Timrå",
    "Ånge": "Medborgarhuset, Ånge",
}


class HomeworkText(NamedTuple):
    """A homework: the session it follows (0 before the first), its written due date, title and text."""

    session: int
    due: date
    title: str
    instructions: str


HOMEWORK = (
    HomeworkText(
        0,
        date(2026, 2, 4),
        "Nuläge: vad gör vi redan i dag?",
        "Lista de insatser som redan finns i er kommun och som kan förebygga våld, även om de heter något annat. "
        "Ange verksamhet, målgrupp och hur länge de har pågått. Högst två sidor.",
    ),
    HomeworkText(
        1,
        date(2026, 3, 11),
        "Aktörskarta och gemensam vision",
        "Rita in vilka som behöver vara med, inom och utanför kommunen. Formulera en vision i två–tre meningar "
        "som alla i gruppen kan stå bakom.",
    ),
    HomeworkText(
        2,
        date(2026, 4, 15),
        "Uppdragsbeskrivning för processgruppen",
        "Beskriv uppdrag, tid, beslutsväg och vem gruppen rapporterar till. Bifoga beslutet, eller ange när det "
        "väntas.",
    ),
    HomeworkText(
        3,
        date(2026, 5, 20),
        "Vår definition av våld och våra källor",
        "Enas om en arbetsdefinition. Inventera vilka uppgifter som finns: enkäter, elevhälsa, "
        "trygghetsmätning, polisens öppna statistik, jourer. Notera luckor.",
    ),
    HomeworkText(
        4,
        date(2026, 8, 26),
        "Lägesbild, första versionen",
        "Sammanfatta vad ni vet om våld i ert lokala sammanhang på högst fyra sidor. Utgå från den lägesbild "
        "kommunen redan har enligt lagen om brottsförebyggande arbete. Inga uppgifter om enskilda.",
    ),
    HomeworkText(
        5,
        date(2026, 9, 16),
        "Röster från målgruppen",
        "Genomför minst ett samtal med unga, föräldrar eller föreningar om trygghet och normer. Redovisa teman, "
        "inte personer.",
    ),
    HomeworkText(
        5,
        date(2026, 9, 30),
        "Risk- och skyddsfaktorer hos oss",
        "Placera de faktorer ni har hittat på individ-, relations-, närsamhälles- och samhällsnivå. Markera dem "
        "ni kan påverka.",
    ),
    HomeworkText(
        6,
        date(2026, 11, 4),
        "Prioriteringsunderlag till styrgruppen",
        "Föreslå två–tre förändringsfaktorer att arbeta med. Motivera valet och beskriv vad ni väljer bort.",
    ),
    HomeworkText(
        7,
        date(2026, 12, 2),
        "Logisk kedja för en insats",
        "Visa sambandet mellan resurser, aktiviteter, prestationer och väntade effekter på kort och lång sikt "
        "för en insats.",
    ),
    HomeworkText(
        8,
        date(2027, 1, 20),
        "Jämför två metoder",
        "Jämför två tänkbara metoder: målgrupp, preventionsnivå, kunskapsstöd, kostnad, utbildningsbehov och "
        "vem som äger arbetet hos er.",
    ),
    HomeworkText(
        9,
        date(2027, 2, 24),
        "Genomförandeplan för tolv månader",
        "Beskriv vem som gör vad och när, vilken utbildning som behövs och hur chefer håller i. Ta med en plan "
        "för personalbyten.",
    ),
    HomeworkText(
        10,
        date(2027, 4, 14),
        "Mål, indikatorer och slutredovisning",
        "Skriv in mål och indikatorer i ett styrdokument ni redan har. Förbered tio minuters redovisning för "
        "nämnd eller kommunstyrelse.",
    ),
)

ANSWERS = (
    "{place} har sex insatser som förebygger våld, fast bara två av dem kallas så. De flesta vänder sig till "
    "unga och har pågått i mer än tre år. Skolan och fritiden bär mest. Föräldrastödet är det som saknas.",
    "Vi har ritat in elva aktörer. Socialtjänst, skola och fritid är med från början, polisen och två föreningar "
    "är tillfrågade. Vår vision: I {place} ska ingen behöva anpassa sitt liv efter någon annans våld.",
    "Processgruppen har sex personer, träffas varannan vecka och rapporterar till styrgruppen en gång i "
    "kvartalet. Beslutet väntas på nästa sammanträde och bifogas då.",
    "Vår arbetsdefinition omfattar fysiskt, psykiskt, sexuellt och digitalt våld. Vi har fyra källor som "
    "upprepas varje år. Luckan är unga som slutat skolan: om dem vet vi minst.",
    "Lägesbilden bygger på den öppna delen av kommunens underlag. Den beskriver var och när oron är störst, "
    "vilka grupper enkäterna når och vad vi inte vet. Inga enskilda händelser finns med.",
    "Vi har haft två samtal, ett med ett elevråd och ett med en förening. Teman: att våga säga ifrån, vuxna som "
    "ser, och skämt som går för långt.",
    "Vi placerade fjorton faktorer. Fem kan vi påverka inom två år: vuxennärvaro, normer i gruppen, föräldrars "
    "nätverk, övergången till högstadiet och tillgången till fritid.",
    "Vi föreslår normer i gruppen och vuxennärvaro. Båda går att påverka med det vi redan har, och elevråden "
    "pekade på dem. Vi väljer bort trygghet i boende för att det kräver en part som inte är med än.",
)
PERSONAL_ANSWER = (
    "Jag har pratat med min chef och två kollegor. Vi börjar med skolan och fritiden, där det redan finns ett "
    "samarbete. Nästa steg är att få ett uppdrag på papper."
)
DRAFT_ANSWER = "Resurser: två utbildade ledare och en halv dag i veckan. Aktiviteter: vi har börjat skriva."
APPROVED_WORDS = (
    "Tydligt och lagom långt. Bra att ni skriver vad ni inte vet.",
    "Ni har valt något som går att påverka. Ta med er motiveringen till styrgruppen.",
    "Fint arbete. Spara det här, ni har nytta av det när ni formulerar målen.",
)
REVISION_WORDS = (
    "Ni är på god väg. Skriv också vad ni väljer bort och varför, så att styrgruppen ser hela valet."
)


class Note(NamedTuple):
    """The note of a check-in.

    ``month`` counts expected months: from the first one (0, 1 …), or with ``recent`` from the present one (0, -1 …).
    """

    municipality: str
    month: int
    recent: bool
    progress: str
    happened: str
    next_step: str


NOTES = (
    Note(
        "2280", 0, False, "on_track",
        "Gruppen är samlad efter uppstartsdagarna och har bokat fasta tider varannan vecka. Sju personer från "
        "fyra förvaltningar. Rektorsgruppen vill ha en kort muntlig information.",
        "Siri presenterar arbetet för rektorerna den {day:+13}.",
    ),
    Note(
        "2260", 0, False, "on_track",
        "Liten kommun, samma personer sitter i flera grupper. De vill slå ihop arbetet med det "
        "brottsförebyggande rådet i stället för att bilda en ny grupp. Vi tycker att det är klokt.",
        "Jasmin stämmer av förslaget med kommunchefen.",
    ),
    Note(
        "2281", 0, False, "on_track",
        "Uppdragsbeskrivningen är skriven, men beslutet har flyttats till nästa sammanträde. Arbetet rullar på "
        "under tiden.",
        "Omar återkommer när datumet är klart. Länsstyrelsen skickar exempel på beslutstext.",
    ),
    Note(
        "2282", 0, False, "on_track",
        "Bra engagemang från kultur och fritid. Gruppen saknar någon från socialtjänsten och undrar hur andra "
        "kommuner har löst det.",
        "Alva förmedlar kontakt med Sundsvall.",
    ),
    Note(
        "2262", 1, False, "on_track",
        "Kartläggningen drar nytta av lägesbilden som redan finns. Det sparar tid. Frågan är vad som får tas "
        "med när underlaget ska lämnas in i portalen.",
        "Endast den öppna versionen används. Vidar rensar underlaget före inlämning.",
    ),
    Note(
        "2280", 2, False, "on_track",
        "Definitionen av våld väckte en lång och bra diskussion. Gruppen vill ta med digitalt våld tydligare. "
        "Samtal med elevråd planeras.",
        "Siri bokar två elevråd före vecka {week:+119}.",
    ),
    Note(
        "2260", 3, False, "needs_support",
        "Processledaren har haft mindre tid än planerat. Lägesbilden blir klar senare än tänkt. Ingen oro, men "
        "tiden behöver säkras.",
        "Avstämning med kommunchefen den {day:+63} om avsatt tid.",
    ),
    Note(
        "2282", 3, False, "on_track",
        "Första utkastet till lägesbild är klart. Gruppen är nöjd med att ha hållit sig till fyra sidor.",
        "Lämnas in senast den {day:+77}.",
    ),
    Note(
        "2281", -3, True, "on_track",
        "Omstart efter ledigheten. En ny medlem från bostadsbolaget är med. Hon behöver en snabb introduktion.",
        "Mika håller en timmes digital introduktion vecka {week:+7}.",
    ),
    Note(
        "2262", -2, True, "stuck",
        "Det är oklart vilka som sitter i den nya nämnden. Gruppen vill vänta med förankringen tills nämnden är "
        "på plats.",
        "Vidar förbereder en kort föredragning till den {day:+110}.",
    ),
    Note(
        "2280", -2, True, "on_track",
        "Samtalen med elevråden gav mycket. De teman som kom upp stämmer väl med enkäterna. Inga enskilda "
        "händelser finns med i redovisningen.",
        "Temana förs in i uppgiften om risk- och skyddsfaktorer.",
    ),
    Note(
        "2260", -1, True, "needs_support",
        "Gruppen har svårt att välja fokus, allt känns viktigt. De ber om stöd i prioriteringen, gärna på plats.",
        "En halvdags processtöd på plats vecka {week:+14}.",
    ),
    Note(
        "2282", -1, True, "on_track",
        "Prioriteringsunderlaget är nästan klart. Tre förändringsfaktorer föreslås. Styrgruppen har bett om en "
        "uppskattning av kostnaden.",
        "Hedda kompletterar med tidsåtgång. Länsstyrelsen ser över medel för metodutbildning.",
    ),
    Note(
        "2281", 0, True, "on_track",
        "Två skolor är intresserade av samma metod. Kommunen vill utbilda egna ledare för att inte bli beroende "
        "av enskilda personer.",
        "Ansökan om stöd till ledarutbildning skickas senast den {day:+17}.",
    ),
    Note(
        "2262", 0, True, "on_track",
        "Logisk kedja påbörjad. Gruppen tyckte att det var svårt men användbart. De vill gärna läsa en annan "
        "kommuns exempel.",
        "Kramfors har sagt ja till att dela sin kedja med omgången.",
    ),
)  # fmt: skip
DRAFT_NOTE = "Två möten sedan sist. Gruppen skriver på sin logiska kedja och vill stämma av den med skolan."
DRAFT_NEXT_STEP = "Hedda stämmer av kedjan med skolan."

# Name, positions in the catalogue of the development areas that it belongs to.
OFFERS = (
    ("Processtöd på plats (halvdag)", (1, 2)),
    ("Digital handledning, en timme", (1, 2, 3)),
    ("Metodutbildning för ledare", (4, 5)),
    ("Föreläsning för chefer och förtroendevalda", (1,)),
    ("Stöd i kartläggning och analys", (3,)),
    ("Granskning av styrdokument", (1, 10)),
    ("Erfarenhetsutbyte mellan två kommuner", (2,)),
    ("Medel för metodmaterial eller licens", (4, 5, 6)),
    ("Mallar och exempel på beslutstext", (1,)),
    ("Introduktion för nya i processgruppen", (2,)),
)
LEADER_SESSIONS = (
    (0, "Att leda utan att äga: processledarens roll"),
    (35, "Våld, genus och prevention i fem steg"),
    (70, "Kartlägga med det som redan finns"),
    (105, "Från förändringsfaktor till insats"),
    (140, "Följa upp och hålla i"),
)
LEADER_HOMEWORK = (
    (1, 28, "Mitt uppdrag", "Beskriv ditt uppdrag, din tid och vem du rapporterar till. Vad saknas?"),
    (2, 63, "Tre samtal", "Tala med tre personer som behöver vara med. Vad ser de, och vad vill de?"),
    (3, 98, "En bild av läget", "Sammanfatta på en sida vad ni redan vet och vilka luckor som finns."),
    (4, 133, "Mitt nästa halvår", "Skriv vad du ska göra, med vem och när. Välj högst tre saker."),
)
