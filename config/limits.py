"""The limits of each way in; ``accounts.limits`` says what is counted.

A training room of forty behind one address must get in; nobody may lock another person out. A key is an
address and a network together; ``own_`` is for a browser that its person has used.
"""

LOGIN_LIMITS = {
    "login_code": "300/m/ip,20/15m/key",
    "own_login_code": "10/15m/key",
    "wrong_code": "30/15m/ip",
    "own_wrong_code": "20/15m/key",
    "wrong_codes_for": "10/d/key",  # beyond it, codes for unknown browsers are longer
    "login": "120/m/ip",
    "password": "10/m/ip,20/15m/key",
    "own_password": "20/15m/key",
    "forgotten_password": "120/m/ip,5/15m/key",
    "own_forgotten_password": "5/15m/key",
    "reset_password": "",  # allauth's own, which counts an address for everybody
    # Enough for a person who tries again, too few for mass mailing in our name.
    "enquiry": "5/h/ip,5/h/key",
}
