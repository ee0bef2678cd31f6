"""The people of the demo, by the groups in ``data/people.toml``."""

from dataclasses import dataclass

from demo.texts import read

PASSWORD = "demo-portal-2026"  # noqa: S105  printed at start; refused in production
LEADER, MEMBER, STEERING = "process_leader", "member", "steering_group"


@dataclass(frozen=True)
class Person:
    """A person of the demo. ``municipality`` and ``county`` are codes, ``role`` that of the enrolment."""

    first_name: str
    last_name: str
    email: str
    title: str
    municipality: str = ""
    role: str = ""
    department: str = ""
    county: str = ""
    is_stand_in: bool = False


GROUPS = {
    name: tuple(Person(**person) for person in group)
    for name, group in read("people").items()
    if isinstance(group, list)
}
EVERYBODY = tuple(person for group in GROUPS.values() for person in group)
STAFF, COORDINATORS = GROUPS["staff"], GROUPS["coordinators"]
ALVA, TURE, EBBA = COORDINATORS
VASTERNORRLAND, PROCESS_LEADERS = GROUPS["vasternorrland"], GROUPS["process_leaders"]
KALMAR, NEXT_COHORT = GROUPS["kalmar"], GROUPS["next_cohort"]
