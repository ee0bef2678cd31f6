"""The answers by role in the admin: every address × eleven roles × GET and POST."""

# Everybody but MÄN gets the same at every address of the admin: log in first, or no.
OUTSIDERS = {
    "anonymous": "in",
    "member": "403",
    "member_elsewhere": "403",
    "process_leader": "403",
    "coordinator": "403",
    "coordinator_elsewhere": "403",
    "ended_coordinator": "403",
    "reader": "403",
    "deactivated": "in",
}

# What staff and superusers get at each model's pages. Nobody deletes anything of ours.
DEEDS = ("changelist", "add", "change", "history", "delete", "bare")
#   model                       how  changelist add  change  history delete  (without the last word)
MODELS = """
accounts.user                  GET  200/200 200/200 200/200 200/200 403/403 302/302
accounts.user                  POST 200/200 200/200 200/200 200/200 403/403 302/302
audit.auditevent               GET  200/200 403/403 200/200 200/200 403/403 302/302
audit.auditevent               POST 200/200 403/403 403/403 200/200 403/403 302/302
followups.checkin              GET  200/200 403/403 200/200 200/200 403/403 302/302
followups.checkin              POST 200/200 403/403 403/403 200/200 403/403 302/302
followups.checkinversion       GET  200/200 403/403 200/200 200/200 403/403 302/302
followups.checkinversion       POST 200/200 403/403 403/403 200/200 403/403 302/302
followups.commitment           GET  200/200 403/403 200/200 200/200 403/403 302/302
followups.commitment           POST 200/200 403/403 403/403 200/200 403/403 302/302
support.developmentarea        GET  200/200 200/200 200/200 200/200 403/403 302/302
support.developmentarea        POST 200/200 200/200 200/200 200/200 403/403 302/302
followups.quietdismissal       GET  200/200 403/403 200/200 200/200 403/403 302/302
followups.quietdismissal       POST 200/200 403/403 403/403 200/200 403/403 302/302
reports.export                 GET  200/200 403/403 200/200 200/200 403/403 302/302
reports.export                 POST 200/200 403/403 403/403 200/200 403/403 302/302
followups.municipalreply       GET  200/200 403/403 200/200 200/200 403/403 302/302
followups.municipalreply       POST 200/200 403/403 403/403 200/200 403/403 302/302
followups.obstacle             GET  200/200 200/200 200/200 200/200 403/403 302/302
followups.obstacle             POST 200/200 200/200 200/200 200/200 403/403 302/302
support.supportcase            GET  200/200 403/403 200/200 200/200 403/403 302/302
support.supportcase            POST 200/200 403/403 403/403 200/200 403/403 302/302
support.supportoffer           GET  200/200 200/200 200/200 200/200 403/403 302/302
support.supportoffer           POST 200/200 200/200 200/200 200/200 403/403 302/302
followups.unlockrequest        GET  200/200 403/403 200/200 200/200 403/403 302/302
followups.unlockrequest        POST 200/200 403/403 403/403 200/200 403/403 302/302
municipalities.askedmonth      GET  200/200 403/403 200/200 200/200 403/403 302/302
municipalities.askedmonth      POST 200/200 403/403 403/403 200/200 403/403 302/302
municipalities.coordinator     GET  200/200 200/200 200/200 200/200 403/403 302/302
municipalities.coordinator     POST 200/200 200/200 302/302 200/200 403/403 302/302
municipalities.countyboard     GET  200/200 403/403 200/200 200/200 403/403 302/302
municipalities.countyboard     POST 200/200 403/403 200/200 200/200 403/403 302/302
municipalities.municipality    GET  200/200 403/403 200/200 200/200 403/403 302/302
municipalities.municipality    POST 200/200 403/403 302/302 200/200 403/403 302/302
notifications.message          GET  200/200 403/403 200/200 200/200 403/403 302/302
notifications.message          POST 200/200 403/403 403/403 200/200 403/403 302/302
participants.attendance        GET  200/200 403/403 200/200 200/200 403/403 302/302
participants.attendance        POST 200/200 403/403 403/403 200/200 403/403 302/302
participants.enrolment         GET  200/200 200/200 200/200 200/200 403/403 302/302
participants.enrolment         POST 200/200 200/200 200/200 200/200 403/403 302/302
participants.feedback          GET  200/200 403/403 200/200 200/200 403/403 302/302
participants.feedback          POST 200/200 403/403 403/403 200/200 403/403 302/302
participants.mandateentry      GET  200/200 403/403 200/200 200/200 403/403 302/302
participants.mandateentry      POST 200/200 403/403 403/403 200/200 403/403 302/302
participants.storedfile        GET  200/200 403/403 200/200 200/200 403/403 302/302
participants.storedfile        POST 200/200 403/403 403/403 200/200 403/403 302/302
participants.submission        GET  200/200 403/403 200/200 200/200 403/403 302/302
participants.submission        POST 200/200 403/403 403/403 200/200 403/403 302/302
participants.submissionversion GET  200/200 403/403 200/200 200/200 403/403 302/302
participants.submissionversion POST 200/200 403/403 403/403 200/200 403/403 302/302
programmes.expectedcheckin     GET  200/200 403/403 200/200 200/200 403/403 302/302
programmes.expectedcheckin     POST 200/200 403/403 403/403 200/200 403/403 302/302
programmes.cohort              GET  200/200 200/200 200/200 200/200 403/403 302/302
programmes.cohort              POST 200/200 200/200 200/200 200/200 403/403 302/302
programmes.enquiry             GET  200/200 403/403 200/200 200/200 403/403 302/302
programmes.enquiry             POST 200/200 403/403 403/403 200/200 403/403 302/302
programmes.homework            GET  200/200 200/200 200/200 200/200 403/403 302/302
programmes.homework            POST 200/200 200/200 200/200 200/200 403/403 302/302
programmes.lecturer            GET  200/200 200/200 200/200 200/200 403/403 302/302
programmes.lecturer            POST 200/200 200/200 200/200 200/200 403/403 302/302
programmes.material            GET  200/200 200/200 200/200 200/200 403/403 302/302
programmes.material            POST 200/200 200/200 200/200 200/200 403/403 302/302
programmes.participation       GET  200/200 200/200 200/200 200/200 403/403 302/302
programmes.participation       POST 200/200 200/200 200/200 200/200 403/403 302/302
programmes.processstep         GET  200/200 403/403 200/200 200/200 403/403 302/302
programmes.processstep         POST 200/200 403/403 200/200 200/200 403/403 302/302
programmes.programme           GET  200/200 200/200 200/200 200/200 403/403 302/302
programmes.programme           POST 200/200 200/200 200/200 200/200 403/403 302/302
programmes.session             GET  200/200 200/200 200/200 200/200 403/403 302/302
programmes.session             POST 200/200 200/200 200/200 200/200 403/403 302/302
"""

# The rest of the admin: staff / superuser.
OTHERS = """
admin:index                                  GET  200/200
admin:index                                  POST 200/200
admin:login                                  GET  302/302
admin:login                                  POST 302/302
admin:logout                                 GET  405/405
admin:logout                                 POST 302/302
admin:password_change                        GET  302/302
admin:password_change                        POST 302/302
admin:password_change_done                   GET  200/200
admin:password_change_done                   POST 405/405
admin:autocomplete                           GET  403/403
admin:autocomplete                           POST 405/405
admin:jsi18n                                 GET  200/200
admin:jsi18n                                 POST 405/405
admin:view_on_site                           GET  404/404
admin:view_on_site                           POST 404/404
admin:app_list                               GET  200/200
admin:app_list                               POST 200/200
admin:(?P<url>.*)$                           GET  404/404
admin:(?P<url>.*)$                           POST 404/404
admin:accounts_user_change_email             GET  200/200
admin:accounts_user_change_email             POST 200/200
admin:accounts_user_change_rights            GET  403/200
admin:accounts_user_change_rights            POST 403/200
admin:programmes_enquiry_note                GET  405/405
admin:programmes_enquiry_note                POST 302/302
"""
