"""The answers by role: our pages and allauth's × eleven roles × GET and POST. No cell is left to a rule.

Cells are statuses; ``in`` is "log in first". Deeds are POSTed empty: errors (200), a page that only asks
"are you sure" (302), or nothing. The second column names the thing the address is about (``Scene.places``).
"""

# Roles in their order: anonymous, member, member elsewhere, process leader, coordinator,
# coordinator elsewhere, ended coordinator, staff, superuser, numbers only, deactivated.
# page                               about             how  ano mem m-e lea coo c-e end sta sup rea dea
PAGES = """
health_live                          -                 GET  200 200 200 200 200 200 200 200 200 200 200
health_live                          -                 POST 405 405 405 405 405 405 405 405 405 405 405
health_ready                         -                 GET  200 200 200 200 200 200 200 200 200 200 200
health_ready                         -                 POST 405 405 405 405 405 405 405 405 405 405 405
stored_file                          joint_file        GET  in  200 404 200 200 404 404 200 200 404 in
stored_file                          joint_file        POST in  405 405 405 405 405 405 405 405 405 in
stored_file                          neighbours_file   GET  in  404 404 404 200 404 404 200 200 404 in
stored_file                          neighbours_file   POST in  405 405 405 405 405 405 405 405 405 in
stored_file                          colleagues_file   GET  in  404 404 200 200 404 404 200 200 404 in
stored_file                          colleagues_file   POST in  405 405 405 405 405 405 405 405 405 in
stored_file                          joint_draft_file  GET  in  200 404 200 404 404 404 404 404 404 in
stored_file                          joint_draft_file  POST in  405 405 405 405 405 405 405 405 405 in
stored_file                          member_draft_file GET  in  200 404 404 404 404 404 404 404 404 in
stored_file                          member_draft_file POST in  405 405 405 405 405 405 405 405 405 in
stored_file                          mandate_file      GET  in  404 404 200 200 404 404 200 200 404 in
stored_file                          mandate_file      POST in  405 405 405 405 405 405 405 405 405 in
stored_file                          other_mandate_file GET in  404 404 404 404 200 404 200 200 404 in
stored_file                          other_mandate_file POST in 405 405 405 405 405 405 405 405 405 in
stored_picture                       joint_file        GET  in  200 404 200 200 404 404 200 200 404 in
stored_picture                       joint_file        POST in  405 405 405 405 405 405 405 405 405 in
stored_picture                       neighbours_file   GET  in  404 404 404 200 404 404 200 200 404 in
stored_picture                       neighbours_file   POST in  405 405 405 405 405 405 405 405 405 in
stored_picture                       colleagues_file   GET  in  404 404 200 200 404 404 200 200 404 in
stored_picture                       colleagues_file   POST in  405 405 405 405 405 405 405 405 405 in
stored_picture                       joint_draft_file  GET  in  200 404 200 404 404 404 404 404 404 in
stored_picture                       joint_draft_file  POST in  405 405 405 405 405 405 405 405 405 in
stored_picture                       member_draft_file GET  in  200 404 404 404 404 404 404 404 404 in
stored_picture                       member_draft_file POST in  405 405 405 405 405 405 405 405 405 in
stored_picture                       mandate_file      GET  in  404 404 200 200 404 404 200 200 404 in
stored_picture                       mandate_file      POST in  405 405 405 405 405 405 405 405 405 in
stored_picture                       other_mandate_file GET in  404 404 404 404 200 404 200 200 404 in
stored_picture                       other_mandate_file POST in 405 405 405 405 405 405 405 405 405 in
material_file                        material          GET  in  200 404 200 200 404 404 200 200 404 in
material_file                        material          POST in  405 405 405 405 405 405 405 405 405 in
material_file                        draft_material    GET  in  404 404 404 404 404 404 200 200 404 in
material_file                        draft_material    POST in  405 405 405 405 405 405 405 405 405 in
home                                 -                 GET  200 302 302 302 302 302 302 302 302 302 200
home                                 -                 POST 405 405 405 405 405 405 405 405 405 405 405
help                                 -                 GET  200 200 200 200 200 200 200 200 200 200 200
help                                 -                 POST 405 405 405 405 405 405 405 405 405 405 405
accessibility                        -                 GET  200 200 200 200 200 200 200 200 200 200 200
accessibility                        -                 POST 405 405 405 405 405 405 405 405 405 405 405
personal_data                        -                 GET  200 200 200 200 200 200 200 200 200 200 200
personal_data                        -                 POST 405 405 405 405 405 405 405 405 405 405 405
demo_mail_list                       -                 GET  404 404 404 404 404 404 404 404 404 404 404
demo_mail_list                       -                 POST 405 405 405 405 405 405 405 405 405 405 405
demo_mail                            mail              GET  404 404 404 404 404 404 404 404 404 404 404
demo_mail                            mail              POST 405 405 405 405 405 405 405 405 405 405 405
account_request_login_code           -                 GET  200 302 302 302 302 302 302 302 302 302 200
account_request_login_code           -                 POST 200 302 302 302 302 302 302 302 302 302 200
account_confirm_login_code           -                 GET  in  302 302 302 302 302 302 302 302 302 in
account_confirm_login_code           -                 POST in  302 302 302 302 302 302 302 302 302 in
account_login                        -                 GET  200 302 302 302 302 302 302 302 302 302 200
account_login                        -                 POST 200 302 302 302 302 302 302 302 302 302 200
account_reset_password               -                 GET  200 200 200 200 200 200 200 200 200 200 200
account_reset_password               -                 POST 200 200 200 200 200 200 200 200 200 200 200
account_confirm_password_reset_code  -                 GET  302 302 302 302 302 302 302 302 302 302 302
account_confirm_password_reset_code  -                 POST 302 302 302 302 302 302 302 302 302 302 302
account_complete_password_reset      -                 GET  302 302 302 302 302 302 302 302 302 302 302
account_complete_password_reset      -                 POST 302 302 302 302 302 302 302 302 302 302 302
account_password_reset_completed     -                 GET  200 200 200 200 200 200 200 200 200 200 200
account_password_reset_completed     -                 POST 405 405 405 405 405 405 405 405 405 405 405
mfa_authenticate                     -                 GET  302 302 302 302 302 302 302 302 302 302 302
mfa_authenticate                     -                 POST 302 302 302 302 302 302 302 302 302 302 302
mfa_login_webauthn                   -                 GET  302 302 302 302 302 302 302 302 302 302 302
mfa_login_webauthn                   -                 POST 302 302 302 302 302 302 302 302 302 302 302
account_inactive                     -                 GET  200 200 200 200 200 200 200 200 200 200 200
account_inactive                     -                 POST 405 405 405 405 405 405 405 405 405 405 405
account_signup                       -                 GET  200 302 302 302 302 302 302 302 302 302 200
account_signup                       -                 POST 200 302 302 302 302 302 302 302 302 302 200
account_logout                       -                 GET  405 405 405 405 405 405 405 405 405 405 405
account_logout                       -                 POST 302 302 302 302 302 302 302 302 302 302 302
account                              -                 GET  in  200 200 200 200 200 200 200 200 200 in
account                              -                 POST in  200 200 200 200 200 200 200 200 200 in
mfa_index                            -                 GET  in  200 200 200 200 200 200 200 200 200 in
mfa_index                            -                 POST in  405 405 405 405 405 405 405 405 405 in
mfa_reauthenticate                   -                 GET  in  200 302 302 302 302 302 302 302 302 in
mfa_reauthenticate                   -                 POST in  200 302 302 302 302 302 302 302 302 in
account_reauthenticate               -                 GET  in  302 302 302 302 302 302 302 302 302 in
account_reauthenticate               -                 POST in  302 302 302 302 302 302 302 302 302 in
mfa_reauthenticate_webauthn          -                 GET  in  200 302 302 302 302 302 302 302 302 in
mfa_reauthenticate_webauthn          -                 POST in  302 302 302 302 302 302 302 302 302 in
account_fresh_login                  -                 GET  in  200 200 200 200 200 200 200 200 200 in
account_fresh_login                  -                 POST in  in  in  in  in  in  in  in  in  in  in
account_change_password              -                 GET  in  302 302 302 302 302 302 302 302 302 in
account_change_password              -                 POST in  302 302 302 302 302 302 302 302 302 in
account_set_password                 -                 GET  in  200 200 200 200 200 200 200 200 200 in
account_set_password                 -                 POST in  200 200 200 200 200 200 200 200 200 in
mfa_activate_totp                    -                 GET  in  200 200 200 200 200 200 200 200 200 in
mfa_activate_totp                    -                 POST in  200 200 200 200 200 200 200 200 200 in
mfa_deactivate_totp                  -                 GET  in  404 404 404 404 404 404 404 404 404 in
mfa_deactivate_totp                  -                 POST in  404 404 404 404 404 404 404 404 404 in
mfa_view_recovery_codes              -                 GET  in  200 404 404 404 404 404 404 404 404 in
mfa_view_recovery_codes              -                 POST in  405 405 405 405 405 405 405 405 405 in
mfa_generate_recovery_codes          -                 GET  in  200 200 200 200 200 200 200 200 200 in
mfa_generate_recovery_codes          -                 POST in  302 200 200 200 200 200 200 200 200 in
mfa_download_recovery_codes          -                 GET  in  200 404 404 404 404 404 404 404 404 in
mfa_download_recovery_codes          -                 POST in  405 404 404 404 404 404 404 404 404 in
mfa_list_webauthn                    -                 GET  in  200 200 200 200 200 200 200 200 200 in
mfa_list_webauthn                    -                 POST in  405 405 405 405 405 405 405 405 405 in
mfa_add_webauthn                     -                 GET  in  200 200 200 200 200 200 200 200 200 in
mfa_add_webauthn                     -                 POST in  200 200 200 200 200 200 200 200 200 in
mfa_edit_webauthn                    passkey           GET  in  200 404 404 404 404 404 404 404 404 in
mfa_edit_webauthn                    passkey           POST in  200 404 404 404 404 404 404 404 404 in
mfa_remove_webauthn                  passkey           GET  in  200 404 404 404 404 404 404 404 404 in
mfa_remove_webauthn                  passkey           POST in  302 404 404 404 404 404 404 404 404 in
usersessions_list                    -                 GET  in  200 200 200 200 200 200 200 200 200 in
usersessions_list                    -                 POST in  302 302 302 302 302 302 302 302 302 in
programmes:enquiry_create            -                 GET  200 200 200 200 200 200 200 200 200 200 200
programmes:enquiry_create            -                 POST 200 200 200 200 200 200 200 200 200 200 200
programmes:enquiry_received          -                 GET  200 200 200 200 200 200 200 200 200 200 200
programmes:enquiry_received          -                 POST 405 405 405 405 405 405 405 405 405 405 405
participants:session_list            -                 GET  in  200 200 200 200 200 200 200 200 200 in
participants:session_list            -                 POST in  405 405 405 405 405 405 405 405 405 in
participants:session_detail          session           GET  in  200 404 200 200 404 404 200 200 404 in
participants:session_detail          session           POST in  405 405 405 405 405 405 405 405 405 in
participants:session_detail          draft_session     GET  in  404 404 404 404 404 404 200 200 404 in
participants:session_detail          draft_session     POST in  405 405 405 405 405 405 405 405 405 in
participants:homework_list           -                 GET  in  200 200 200 200 200 200 200 200 200 in
participants:homework_list           -                 POST in  405 405 405 405 405 405 405 405 405 in
participants:homework_detail         joint             GET  in  200 404 200 200 404 404 200 200 404 in
participants:homework_detail         joint             POST in  200 404 200 404 404 404 404 404 404 in
participants:homework_detail         open_joint        GET  in  200 404 200 200 404 404 200 200 404 in
participants:homework_detail         open_joint        POST in  200 404 200 404 404 404 404 404 404 in
participants:homework_detail         personal          GET  in  200 404 200 200 404 404 200 200 404 in
participants:homework_detail         personal          POST in  200 404 200 404 404 404 404 404 404 in
participants:homework_detail         draft_homework    GET  in  404 404 404 404 404 404 200 200 404 in
participants:homework_detail         draft_homework    POST in  404 404 404 404 404 404 404 404 404 in
participants:homework_draft          joint             GET  405 405 405 405 405 405 405 405 405 405 405
participants:homework_draft          joint             POST 401 422 404 422 404 404 404 404 404 404 401
participants:homework_draft          personal          GET  405 405 405 405 405 405 405 405 405 405 405
participants:homework_draft          personal          POST 401 422 404 422 404 404 404 404 404 404 401
participants:homework_draft          draft_homework    GET  405 405 405 405 405 405 405 405 405 405 405
participants:homework_draft          draft_homework    POST 401 404 404 404 404 404 404 404 404 404 401
participants:homework_take_back      joint             GET  in  405 405 405 405 405 405 405 405 405 in
participants:homework_take_back      joint             POST in  302 404 302 404 404 404 404 404 404 in
participants:homework_take_back      draft_homework    GET  in  405 405 405 405 405 405 405 405 405 in
participants:homework_take_back      draft_homework    POST in  404 404 404 404 404 404 404 404 404 in
participants:feedback_begin          joint_hand_in     GET  in  405 405 405 405 405 405 405 405 405 in
participants:feedback_begin          joint_hand_in     POST in  404 404 404 404 404 404 302 302 404 in
participants:feedback_begin          member_draft      GET  in  405 405 405 405 405 405 405 405 405 in
participants:feedback_begin          member_draft      POST in  404 404 404 404 404 404 404 404 404 in
participants:feedback_queue          -                 GET  in  404 404 404 404 404 404 200 200 404 in
participants:feedback_queue          -                 POST in  405 405 405 405 405 405 405 405 405 in
participants:feedback_edit           joint_hand_in     GET  in  404 404 404 404 404 404 200 200 404 in
participants:feedback_edit           joint_hand_in     POST in  404 404 404 404 404 404 200 200 404 in
participants:feedback_edit           member_draft      GET  in  404 404 404 404 404 404 404 404 404 in
participants:feedback_edit           member_draft      POST in  404 404 404 404 404 404 404 404 404 in
participants:cohort_panel            cohort            GET  in  404 404 404 404 404 404 200 200 404 in
participants:cohort_panel            cohort            POST in  405 405 405 405 405 405 405 405 405 in
participants:cohort_panel            draft_cohort      GET  in  404 404 404 404 404 404 200 200 404 in
participants:cohort_panel            draft_cohort      POST in  405 405 405 405 405 405 405 405 405 in
participants:cohort_publish          draft_cohort      GET  in  404 404 404 404 404 404 200 200 404 in
participants:cohort_publish          draft_cohort      POST in  404 404 404 404 404 404 302 302 404 in
participants:cohort_publish          cohort            GET  in  404 404 404 404 404 404 200 200 404 in
participants:cohort_publish          cohort            POST in  404 404 404 404 404 404 200 200 404 in
participants:cohort_step             step_start        GET  in  404 404 404 404 404 404 200 200 404 in
participants:cohort_step             step_start        POST in  404 404 404 404 404 404 302 302 404 in
participants:attendance_edit         session           GET  in  404 404 404 404 404 404 200 200 404 in
participants:attendance_edit         session           POST in  404 404 404 404 404 404 200 200 404 in
participants:session_move            coming            GET  in  404 404 404 404 404 404 200 200 404 in
participants:session_move            coming            POST in  404 404 404 404 404 404 200 200 404 in
participants:session_cancel          coming            GET  in  404 404 404 404 404 404 200 200 404 in
participants:session_cancel          coming            POST in  404 404 404 404 404 404 302 302 404 in
homes:overview                   -                 GET  in  404 404 404 404 404 404 200 200 200 in
homes:overview                   -                 POST in  405 405 405 405 405 405 405 405 405 in
homes:county                     -                 GET  in  404 404 404 200 200 404 404 404 404 in
homes:county                     -                 POST in  405 405 405 405 405 405 405 405 405 in
programmes:county_settings            -                 GET  in  404 404 404 200 200 404 404 404 404 in
programmes:county_settings            -                 POST in  404 404 404 200 200 404 404 404 404 in
homes:county_handover            -                 GET  in  404 404 404 200 200 404 404 404 404 in
homes:county_handover            -                 POST in  405 405 405 405 405 405 405 405 405 in
municipalities:coordinator_list           -                 GET  in  404 404 404 200 200 404 404 404 404 in
municipalities:coordinator_list           -                 POST in  405 405 405 405 405 405 405 405 405 in
municipalities:coordinator_appoint        -                 GET  in  404 404 404 200 200 404 404 404 404 in
municipalities:coordinator_appoint        -                 POST in  404 404 404 200 200 404 404 404 404 in
municipalities:coordinator_end            own_role          GET  in  404 404 404 200 404 404 200 200 404 in
municipalities:coordinator_end            own_role          POST in  404 404 404 200 404 404 200 200 404 in
municipalities:coordinator_withdraw       coming_role       GET  in  404 404 404 200 404 404 200 200 404 in
municipalities:coordinator_withdraw       coming_role       POST in  404 404 404 302 404 404 302 302 404 in
followups:check_in_month_current     -                 GET  in  302 302 302 302 302 302 302 302 302 in
followups:check_in_month_current     -                 POST in  405 405 405 405 405 405 405 405 405 in
followups:check_in_month             month             GET  in  404 404 404 200 200 404 200 200 404 in
followups:check_in_month             month             POST in  404 404 404 404 404 404 200 200 404 in
followups:drafts_done                month             GET  in  404 404 404 200 200 404 404 404 404 in
followups:drafts_done                month             POST in  404 404 404 302 302 404 404 404 404 in
followups:check_in_unlock            check_in          GET  in  404 404 404 302 404 404 302 302 404 in
followups:check_in_unlock            check_in          POST in  404 404 404 302 404 404 302 302 404 in
followups:check_in_edit              check_in          GET  in  404 404 404 200 404 404 200 200 404 in
followups:check_in_edit              check_in          POST in  404 404 404 200 404 404 200 200 404 in
followups:check_in_edit              last_month        GET  in  404 404 404 200 404 404 200 200 404 in
followups:check_in_edit              last_month        POST in  404 404 404 200 404 404 200 200 404 in
followups:check_in_read              check_in          GET  in  404 404 404 302 404 404 302 302 404 in
followups:check_in_read              last_month        GET  in  404 404 404 200 404 404 200 200 404 in
followups:check_in_read              last_month        POST in  405 405 405 405 405 405 405 405 405 in
followups:check_in_read              check_in          POST in  405 405 405 405 405 405 405 405 405 in
followups:commitment_edit            check_in_commitment GET  in  404 404 404 200 404 404 200 200 404 in
followups:commitment_edit            check_in_commitment POST in  404 404 404 200 404 404 200 200 404 in
followups:check_in_draft             check_in          GET  405 405 405 405 405 405 405 405 405 405 405
followups:check_in_draft             check_in          POST 401 404 404 404 422 404 404 404 404 404 401
followups:check_in_draft             last_month        GET  405 405 405 405 405 405 405 405 405 405 405
followups:check_in_draft             last_month        POST 401 404 404 404 422 404 404 404 404 404 401
homes:municipality               municipality      GET  in  404 404 404 200 404 404 200 200 404 in
homes:municipality               municipality      POST in  405 405 405 405 405 405 405 405 405 in
homes:municipality_list          -                 GET  in  404 404 404 200 200 404 200 200 404 in
homes:municipality_list          -                 POST in  405 405 405 405 405 405 405 405 405 in
participants:mandate_create             municipality      GET  in  404 404 404 200 404 404 200 200 404 in
participants:mandate_create             municipality      POST in  404 404 404 200 404 404 200 200 404 in
participants:mandate_end                mandate           GET  in  404 404 404 200 404 404 200 200 404 in
participants:mandate_end                mandate           POST in  404 404 404 200 404 404 200 200 404 in
programmes:participation_pause        municipality      GET  in  404 404 404 200 404 404 200 200 404 in
programmes:participation_pause        municipality      POST in  404 404 404 200 404 404 200 200 404 in
homes:municipality_handover      municipality      GET  in  404 404 200 200 404 404 200 200 404 in
homes:municipality_handover      municipality      POST in  405 405 405 405 405 405 405 405 405 in
reports:check_in_export            last_month        GET  in  404 404 404 200 404 404 200 200 404 in
reports:check_in_export            last_month        POST in  404 404 404 200 404 404 200 200 404 in
reports:municipality_export        municipality      GET  in  404 404 404 200 404 404 200 200 404 in
reports:municipality_export        municipality      POST in  404 404 404 302 404 404 302 302 404 in
reports:month_report               month             GET  in  404 404 404 200 200 404 200 200 404 in
reports:month_report               month             POST in  404 404 404 200 200 404 200 200 404 in
reports:period_report              -                 GET  in  404 404 404 200 200 404 200 200 404 in
reports:period_report              -                 POST in  404 404 404 200 200 404 200 200 404 in
reports:export_list                -                 GET  in  404 404 404 200 200 404 200 200 404 in
reports:export_list                -                 POST in  405 405 405 405 405 405 405 405 405 in
reports:export_file                export            GET  in  405 405 405 405 405 405 405 405 405 in
reports:export_file                export            POST in  404 404 404 200 404 404 404 404 404 in
reports:export_again               failed_export     GET  in  405 405 405 405 405 405 405 405 405 in
reports:export_again               failed_export     POST in  404 404 404 302 404 404 404 404 404 in
support:support_list               -                GET  in  404 404 404 200 200 404 200 200 404 in
support:support_list               -                POST in  405 405 405 405 405 405 405 405 405 in
support:support_create             -                GET  in  404 404 404 200 200 404 404 404 404 in
support:support_create             -                POST in  404 404 404 200 200 404 404 404 404 in
support:support_case               case             GET  in  404 404 404 200 404 404 200 200 404 in
support:support_case               case             POST in  404 404 404 302 404 404 404 404 404 in
support:support_case               given_case       GET  in  404 404 404 200 404 404 200 200 404 in
support:support_case               given_case       POST in  404 404 404 302 404 404 404 404 404 in
support:support_case               closed_case      GET  in  404 404 404 200 404 404 200 200 404 in
support:support_case               closed_case      POST in  404 404 404 302 404 404 404 404 404 in
support:support_phone_answer       offered_case     GET  in  404 404 404 200 404 404 404 404 404 in
support:support_phone_answer       offered_case     POST in  404 404 404 200 404 404 404 404 404 in
support:support_offer_change       offered_case     GET  in  404 404 404 200 404 404 404 404 404 in
support:support_offer_change       offered_case     POST in  404 404 404 200 404 404 404 404 404 in
support:support_take_back          closed_case      GET  in  405 405 405 405 405 405 405 405 405 in
support:support_take_back          closed_case      POST in  404 404 302 302 404 404 404 404 404 in
support:support_offer_list         -                GET  in  404 404 404 200 200 404 200 200 404 in
support:support_offer_list         -                POST in  405 405 405 405 405 405 405 405 405 in
support:support_offer_create       -                GET  in  404 404 404 200 200 404 404 404 404 in
support:support_offer_create       -                POST in  404 404 404 200 200 404 404 404 404 in
support:support_offer_edit         offer            GET  in  404 404 404 200 404 404 404 404 404 in
support:support_offer_edit         offer            POST in  404 404 404 200 404 404 404 404 404 in
reports:support_use                -                GET  in  404 404 404 404 404 404 200 200 200 in
reports:support_use                -                POST in  405 405 405 405 405 405 405 405 405 in
support:support_answer             offered_case     GET  in  200 404 200 404 404 404 404 404 404 in
support:support_answer             offered_case     POST in  404 404 200 404 404 404 404 404 404 in
support:support_answer             given_case       GET  in  200 404 200 404 404 404 404 404 404 in
support:support_answer             given_case       POST in  404 404 200 404 404 404 404 404 404 in
support:support_answer             own_need         GET  in  200 404 200 404 404 404 404 404 404 in
support:support_answer             own_need         POST in  404 404 200 404 404 404 404 404 404 in
support:support_answer             closed_case      GET  in  200 404 200 404 404 404 404 404 404 in
support:support_answer             closed_case      POST in  404 404 200 404 404 404 404 404 404 in
support:need_create                municipality     GET  in  404 404 200 404 404 404 404 404 404 in
support:need_create                municipality     POST in  404 404 200 404 404 404 404 404 404 in
reports:followup                   -                 GET  in  404 404 404 200 200 404 200 200 404 in
reports:followup                   -                 POST in  405 405 405 405 405 405 405 405 405 in
reports:followup_charts            -                 GET  in  404 404 404 200 200 404 200 200 404 in
reports:followup_charts            -                 POST in  404 404 404 200 200 404 200 200 404 in
reports:reporting_rates            -                 GET  in  404 404 404 404 404 404 200 200 200 in
reports:reporting_rates            -                 POST in  404 404 404 404 404 404 200 200 200 in
followups:quiet_dismiss             signal            GET  in  404 404 404 200 404 404 200 200 404 in
followups:quiet_dismiss             signal            POST in  404 404 404 200 404 404 200 200 404 in
homes:participant_home           -                 GET  in  200 200 200 200 200 200 200 200 200 in
homes:participant_home           -                 POST in  405 405 405 405 405 405 405 405 405 in
homes:own_municipality           -                 GET  in  200 200 200 404 404 404 404 404 404 in
homes:own_municipality           -                 POST in  405 405 405 405 405 405 405 405 405 in
followups:reply_edit                 check_in          GET  in  404 404 200 404 404 404 404 404 404 in
followups:reply_edit                 check_in          POST in  404 404 200 404 404 404 404 404 404 in
followups:reply_edit                 last_month        GET  in  404 404 200 404 404 404 404 404 404 in
followups:reply_edit                 last_month        POST in  404 404 200 404 404 404 404 404 404 in
health_live                          -                 GET  200 200 200 200 200 200 200 200 200 200
health_live                          -                 POST 405 405 405 405 405 405 405 405 405 405
health_ready                         -                 GET  200 200 200 200 200 200 200 200 200 200
health_ready                         -                 POST 405 405 405 405 405 405 405 405 405 405
stored_file                          joint_file        GET  in  200 404 200 200 404 404 200 200 in
stored_file                          joint_file        POST in  405 405 405 405 405 405 405 405 in
stored_file                          neighbours_file   GET  in  404 404 404 200 404 404 200 200 in
stored_file                          neighbours_file   POST in  405 405 405 405 405 405 405 405 in
stored_file                          colleagues_file   GET  in  404 404 200 200 404 404 200 200 in
stored_file                          colleagues_file   POST in  405 405 405 405 405 405 405 405 in
stored_file                          joint_draft_file  GET  in  200 404 200 404 404 404 404 404 in
stored_file                          joint_draft_file  POST in  405 405 405 405 405 405 405 405 in
stored_file                          member_draft_file GET  in  200 404 404 404 404 404 404 404 in
stored_file                          member_draft_file POST in  405 405 405 405 405 405 405 405 in
stored_file                          mandate_file      GET  in  404 404 200 200 404 404 200 200 in
stored_file                          mandate_file      POST in  405 405 405 405 405 405 405 405 in
stored_file                          other_mandate_file GET in  404 404 404 404 200 404 200 200 in
stored_file                          other_mandate_file POST in 405 405 405 405 405 405 405 405 in
stored_picture                       joint_file        GET  in  200 404 200 200 404 404 200 200 in
stored_picture                       joint_file        POST in  405 405 405 405 405 405 405 405 in
stored_picture                       neighbours_file   GET  in  404 404 404 200 404 404 200 200 in
stored_picture                       neighbours_file   POST in  405 405 405 405 405 405 405 405 in
stored_picture                       colleagues_file   GET  in  404 404 200 200 404 404 200 200 in
stored_picture                       colleagues_file   POST in  405 405 405 405 405 405 405 405 in
stored_picture                       joint_draft_file  GET  in  200 404 200 404 404 404 404 404 in
stored_picture                       joint_draft_file  POST in  405 405 405 405 405 405 405 405 in
stored_picture                       member_draft_file GET  in  200 404 404 404 404 404 404 404 in
stored_picture                       member_draft_file POST in  405 405 405 405 405 405 405 405 in
stored_picture                       mandate_file      GET  in  404 404 200 200 404 404 200 200 in
stored_picture                       mandate_file      POST in  405 405 405 405 405 405 405 405 in
stored_picture                       other_mandate_file GET in  404 404 404 404 200 404 200 200 in
stored_picture                       other_mandate_file POST in 405 405 405 405 405 405 405 405 in
material_file                        material          GET  in  200 404 200 200 404 404 200 200 in
material_file                        material          POST in  405 405 405 405 405 405 405 405 in
material_file                        draft_material    GET  in  404 404 404 404 404 404 200 200 in
material_file                        draft_material    POST in  405 405 405 405 405 405 405 405 in
home                                 -                 GET  200 302 302 302 302 302 302 302 302 200
home                                 -                 POST 405 405 405 405 405 405 405 405 405 405
help                                 -                 GET  200 200 200 200 200 200 200 200 200 200
help                                 -                 POST 405 405 405 405 405 405 405 405 405 405
accessibility                        -                 GET  200 200 200 200 200 200 200 200 200 200
accessibility                        -                 POST 405 405 405 405 405 405 405 405 405 405
personal_data                        -                 GET  200 200 200 200 200 200 200 200 200 200
personal_data                        -                 POST 405 405 405 405 405 405 405 405 405 405
demo_mail_list                       -                 GET  404 404 404 404 404 404 404 404 404 404
demo_mail_list                       -                 POST 405 405 405 405 405 405 405 405 405 405
demo_mail                            mail              GET  404 404 404 404 404 404 404 404 404 404
demo_mail                            mail              POST 405 405 405 405 405 405 405 405 405 405
account_request_login_code           -                 GET  200 302 302 302 302 302 302 302 302 200
account_request_login_code           -                 POST 200 302 302 302 302 302 302 302 302 200
account_confirm_login_code           -                 GET  in  302 302 302 302 302 302 302 302 in
account_confirm_login_code           -                 POST in  302 302 302 302 302 302 302 302 in
account_login                        -                 GET  200 302 302 302 302 302 302 302 302 200
account_login                        -                 POST 200 302 302 302 302 302 302 302 302 200
account_reset_password               -                 GET  200 200 200 200 200 200 200 200 200 200
account_reset_password               -                 POST 200 200 200 200 200 200 200 200 200 200
account_confirm_password_reset_code  -                 GET  302 302 302 302 302 302 302 302 302 302
account_confirm_password_reset_code  -                 POST 302 302 302 302 302 302 302 302 302 302
account_complete_password_reset      -                 GET  302 302 302 302 302 302 302 302 302 302
account_complete_password_reset      -                 POST 302 302 302 302 302 302 302 302 302 302
account_password_reset_completed     -                 GET  200 200 200 200 200 200 200 200 200 200
account_password_reset_completed     -                 POST 405 405 405 405 405 405 405 405 405 405
mfa_authenticate                     -                 GET  302 302 302 302 302 302 302 302 302 302
mfa_authenticate                     -                 POST 302 302 302 302 302 302 302 302 302 302
mfa_login_webauthn                   -                 GET  302 302 302 302 302 302 302 302 302 302
mfa_login_webauthn                   -                 POST 302 302 302 302 302 302 302 302 302 302
account_inactive                     -                 GET  200 200 200 200 200 200 200 200 200 200
account_inactive                     -                 POST 405 405 405 405 405 405 405 405 405 405
account_signup                       -                 GET  200 302 302 302 302 302 302 302 302 200
account_signup                       -                 POST 200 302 302 302 302 302 302 302 302 200
account_logout                       -                 GET  405 405 405 405 405 405 405 405 405 405
account_logout                       -                 POST 302 302 302 302 302 302 302 302 302 302
account                              -                 GET  in  200 200 200 200 200 200 200 200 in
account                              -                 POST in  200 200 200 200 200 200 200 200 in
mfa_index                            -                 GET  in  200 200 200 200 200 200 200 200 in
mfa_index                            -                 POST in  405 405 405 405 405 405 405 405 in
mfa_reauthenticate                   -                 GET  in  200 302 302 302 302 302 302 302 in
mfa_reauthenticate                   -                 POST in  200 302 302 302 302 302 302 302 in
account_reauthenticate               -                 GET  in  302 302 302 302 302 302 302 302 in
account_reauthenticate               -                 POST in  302 302 302 302 302 302 302 302 in
mfa_reauthenticate_webauthn          -                 GET  in  200 302 302 302 302 302 302 302 in
mfa_reauthenticate_webauthn          -                 POST in  302 302 302 302 302 302 302 302 in
account_fresh_login                  -                 GET  in  200 200 200 200 200 200 200 200 in
account_fresh_login                  -                 POST in  in  in  in  in  in  in  in  in  in
account_change_password              -                 GET  in  302 302 302 302 302 302 302 302 in
account_change_password              -                 POST in  302 302 302 302 302 302 302 302 in
account_set_password                 -                 GET  in  200 200 200 200 200 200 200 200 in
account_set_password                 -                 POST in  200 200 200 200 200 200 200 200 in
mfa_activate_totp                    -                 GET  in  200 200 200 200 200 200 200 200 in
mfa_activate_totp                    -                 POST in  200 200 200 200 200 200 200 200 in
mfa_deactivate_totp                  -                 GET  in  404 404 404 404 404 404 404 404 in
mfa_deactivate_totp                  -                 POST in  404 404 404 404 404 404 404 404 in
mfa_view_recovery_codes              -                 GET  in  200 404 404 404 404 404 404 404 in
mfa_view_recovery_codes              -                 POST in  405 405 405 405 405 405 405 405 in
mfa_generate_recovery_codes          -                 GET  in  200 200 200 200 200 200 200 200 in
mfa_generate_recovery_codes          -                 POST in  302 200 200 200 200 200 200 200 in
mfa_download_recovery_codes          -                 GET  in  200 404 404 404 404 404 404 404 in
mfa_download_recovery_codes          -                 POST in  405 404 404 404 404 404 404 404 in
mfa_list_webauthn                    -                 GET  in  200 200 200 200 200 200 200 200 in
mfa_list_webauthn                    -                 POST in  405 405 405 405 405 405 405 405 in
mfa_add_webauthn                     -                 GET  in  200 200 200 200 200 200 200 200 in
mfa_add_webauthn                     -                 POST in  200 200 200 200 200 200 200 200 in
mfa_edit_webauthn                    passkey           GET  in  200 404 404 404 404 404 404 404 in
mfa_edit_webauthn                    passkey           POST in  200 404 404 404 404 404 404 404 in
mfa_remove_webauthn                  passkey           GET  in  200 404 404 404 404 404 404 404 in
mfa_remove_webauthn                  passkey           POST in  302 404 404 404 404 404 404 404 in
usersessions_list                    -                 GET  in  200 200 200 200 200 200 200 200 in
usersessions_list                    -                 POST in  302 302 302 302 302 302 302 302 in
programmes:enquiry_create            -                 GET  200 200 200 200 200 200 200 200 200 200
programmes:enquiry_create            -                 POST 200 200 200 200 200 200 200 200 200 200
programmes:enquiry_received          -                 GET  200 200 200 200 200 200 200 200 200 200
programmes:enquiry_received          -                 POST 405 405 405 405 405 405 405 405 405 405
participants:session_list            -                 GET  in  200 200 200 200 200 200 200 200 in
participants:session_list            -                 POST in  405 405 405 405 405 405 405 405 in
participants:session_detail          session           GET  in  200 404 200 200 404 404 200 200 in
participants:session_detail          session           POST in  405 405 405 405 405 405 405 405 in
participants:session_detail          draft_session     GET  in  404 404 404 404 404 404 200 200 in
participants:session_detail          draft_session     POST in  405 405 405 405 405 405 405 405 in
participants:homework_list           -                 GET  in  200 200 200 200 200 200 200 200 in
participants:homework_list           -                 POST in  405 405 405 405 405 405 405 405 in
participants:homework_detail         joint             GET  in  200 404 200 200 404 404 200 200 in
participants:homework_detail         joint             POST in  200 404 200 404 404 404 404 404 in
participants:homework_detail         open_joint        GET  in  200 404 200 200 404 404 200 200 in
participants:homework_detail         open_joint        POST in  200 404 200 404 404 404 404 404 in
participants:homework_detail         personal          GET  in  200 404 200 200 404 404 200 200 in
participants:homework_detail         personal          POST in  200 404 200 404 404 404 404 404 in
participants:homework_detail         draft_homework    GET  in  404 404 404 404 404 404 200 200 in
participants:homework_detail         draft_homework    POST in  404 404 404 404 404 404 404 404 in
participants:homework_draft          joint             GET  405 405 405 405 405 405 405 405 405 405
participants:homework_draft          joint             POST 401 422 404 422 404 404 404 404 404 401
participants:homework_draft          personal          GET  405 405 405 405 405 405 405 405 405 405
participants:homework_draft          personal          POST 401 422 404 422 404 404 404 404 404 401
participants:homework_draft          draft_homework    GET  405 405 405 405 405 405 405 405 405 405
participants:homework_draft          draft_homework    POST 401 404 404 404 404 404 404 404 404 401
participants:homework_take_back      joint             GET  in  405 405 405 405 405 405 405 405 in
participants:homework_take_back      joint             POST in  302 404 302 404 404 404 404 404 in
participants:homework_take_back      draft_homework    GET  in  405 405 405 405 405 405 405 405 in
participants:homework_take_back      draft_homework    POST in  404 404 404 404 404 404 404 404 in
participants:feedback_begin          joint_hand_in     GET  in  405 405 405 405 405 405 405 405 in
participants:feedback_begin          joint_hand_in     POST in  404 404 404 404 404 404 302 302 in
participants:feedback_begin          member_draft      GET  in  405 405 405 405 405 405 405 405 in
participants:feedback_begin          member_draft      POST in  404 404 404 404 404 404 404 404 in
participants:feedback_queue          -                 GET  in  404 404 404 404 404 404 200 200 in
participants:feedback_queue          -                 POST in  405 405 405 405 405 405 405 405 in
participants:feedback_draft          joint_hand_in     GET  405 405 405 405 405 405 405 405 405 405
participants:feedback_draft          joint_hand_in     POST 401 404 404 404 404 404 404 422 422 401
participants:feedback_draft          member_draft      GET  405 405 405 405 405 405 405 405 405 405
participants:feedback_draft          member_draft      POST 401 404 404 404 404 404 404 404 404 401
participants:feedback_edit           joint_hand_in     GET  in  404 404 404 404 404 404 200 200 in
participants:feedback_edit           joint_hand_in     POST in  404 404 404 404 404 404 200 200 in
participants:feedback_edit           member_draft      GET  in  404 404 404 404 404 404 404 404 in
participants:feedback_edit           member_draft      POST in  404 404 404 404 404 404 404 404 in
participants:feedback_undo           joint_hand_in     GET  in  405 405 405 405 405 405 405 405 in
participants:feedback_undo           joint_hand_in     POST in  404 404 404 404 404 404 302 302 in
participants:feedback_undo           member_draft      GET  in  405 405 405 405 405 405 405 405 in
participants:feedback_undo           member_draft      POST in  404 404 404 404 404 404 404 404 in
participants:cohort_panel            cohort            GET  in  404 404 404 404 404 404 200 200 in
participants:cohort_panel            cohort            POST in  405 405 405 405 405 405 405 405 in
participants:cohort_panel            draft_cohort      GET  in  404 404 404 404 404 404 200 200 in
participants:cohort_panel            draft_cohort      POST in  405 405 405 405 405 405 405 405 in
participants:cohort_publish          draft_cohort      GET  in  404 404 404 404 404 404 200 200 in
participants:cohort_publish          draft_cohort      POST in  404 404 404 404 404 404 302 302 in
participants:cohort_publish          cohort            GET  in  404 404 404 404 404 404 200 200 in
participants:cohort_publish          cohort            POST in  404 404 404 404 404 404 200 200 in
participants:cohort_step             step_start        GET  in  404 404 404 404 404 404 200 200 in
participants:cohort_step             step_start        POST in  404 404 404 404 404 404 302 302 in
participants:attendance_edit         session           GET  in  404 404 404 404 404 404 200 200 in
participants:attendance_edit         session           POST in  404 404 404 404 404 404 200 200 in
participants:session_move            coming            GET  in  404 404 404 404 404 404 200 200 in
participants:session_move            coming            POST in  404 404 404 404 404 404 200 200 in
participants:session_cancel          coming            GET  in  404 404 404 404 404 404 200 200 in
participants:session_cancel          coming            POST in  404 404 404 404 404 404 302 302 in
homes:overview                   -                 GET  in  404 404 404 404 404 404 200 200 in
homes:overview                   -                 POST in  405 405 405 405 405 405 405 405 in
homes:county                     -                 GET  in  404 404 404 200 200 404 404 404 in
homes:county                     -                 POST in  405 405 405 405 405 405 405 405 in
programmes:county_settings            -                 GET  in  404 404 404 200 200 404 404 404 in
programmes:county_settings            -                 POST in  404 404 404 200 200 404 404 404 in
homes:county_handover            -                 GET  in  404 404 404 200 200 404 404 404 in
homes:county_handover            -                 POST in  405 405 405 405 405 405 405 405 in
municipalities:coordinator_list           -                 GET  in  404 404 404 200 200 404 404 404 in
municipalities:coordinator_list           -                 POST in  405 405 405 405 405 405 405 405 in
municipalities:coordinator_appoint        -                 GET  in  404 404 404 200 200 404 404 404 in
municipalities:coordinator_appoint        -                 POST in  404 404 404 200 200 404 404 404 in
municipalities:coordinator_end            own_role          GET  in  404 404 404 200 404 404 200 200 in
municipalities:coordinator_end            own_role          POST in  404 404 404 200 404 404 200 200 in
municipalities:coordinator_withdraw       coming_role       GET  in  404 404 404 200 404 404 200 200 in
municipalities:coordinator_withdraw       coming_role       POST in  404 404 404 302 404 404 302 302 in
followups:check_in_month_current     -                 GET  in  302 302 302 302 302 302 302 302 in
followups:check_in_month_current     -                 POST in  405 405 405 405 405 405 405 405 in
followups:check_in_month             month             GET  in  404 404 404 200 200 404 200 200 in
followups:check_in_month             month             POST in  404 404 404 404 404 404 200 200 in
followups:drafts_done                month             GET  in  404 404 404 200 200 404 404 404 in
followups:drafts_done                month             POST in  404 404 404 302 302 404 404 404 in
followups:check_in_unlock            check_in          GET  in  404 404 404 302 404 404 302 302 in
followups:check_in_unlock            check_in          POST in  404 404 404 302 404 404 302 302 in
followups:check_in_edit              check_in          GET  in  404 404 404 200 404 404 200 200 in
followups:check_in_edit              check_in          POST in  404 404 404 200 404 404 200 200 in
followups:check_in_edit              last_month        GET  in  404 404 404 200 404 404 200 200 in
followups:check_in_edit              last_month        POST in  404 404 404 200 404 404 200 200 in
followups:check_in_read              check_in          GET  in  404 404 404 302 404 404 302 302 in
followups:check_in_read              last_month        GET  in  404 404 404 200 404 404 200 200 in
followups:check_in_read              last_month        POST in  405 405 405 405 405 405 405 405 in
followups:check_in_read              check_in          POST in  405 405 405 405 405 405 405 405 in
followups:commitment_edit            check_in_commitment GET  in  404 404 404 200 404 404 200 200 in
followups:commitment_edit            check_in_commitment POST in  404 404 404 200 404 404 200 200 in
followups:check_in_draft             check_in          GET  405 405 405 405 405 405 405 405 405 405
followups:check_in_draft             check_in          POST 401 404 404 404 422 404 404 404 404 401
followups:check_in_draft             last_month        GET  405 405 405 405 405 405 405 405 405 405
followups:check_in_draft             last_month        POST 401 404 404 404 422 404 404 404 404 401
homes:municipality               municipality      GET  in  404 404 404 200 404 404 200 200 in
homes:municipality               municipality      POST in  405 405 405 405 405 405 405 405 in
homes:municipality_list          -                 GET  in  404 404 404 200 200 404 200 200 in
homes:municipality_list          -                 POST in  405 405 405 405 405 405 405 405 in
participants:mandate_create             municipality      GET  in  404 404 404 200 404 404 200 200 in
participants:mandate_create             municipality      POST in  404 404 404 200 404 404 200 200 in
participants:mandate_end                mandate           GET  in  404 404 404 200 404 404 200 200 in
participants:mandate_end                mandate           POST in  404 404 404 200 404 404 200 200 in
programmes:participation_pause        municipality      GET  in  404 404 404 200 404 404 200 200 in
programmes:participation_pause        municipality      POST in  404 404 404 200 404 404 200 200 in
homes:municipality_handover      municipality      GET  in  404 404 200 200 404 404 200 200 in
homes:municipality_handover      municipality      POST in  405 405 405 405 405 405 405 405 in
reports:check_in_export            last_month        GET  in  404 404 404 200 404 404 200 200 in
reports:check_in_export            last_month        POST in  404 404 404 200 404 404 200 200 in
reports:municipality_export        municipality      GET  in  404 404 404 200 404 404 200 200 in
reports:municipality_export        municipality      POST in  404 404 404 302 404 404 302 302 in
reports:month_report               month             GET  in  404 404 404 200 200 404 200 200 in
reports:month_report               month             POST in  404 404 404 200 200 404 200 200 in
reports:period_report              -                 GET  in  404 404 404 200 200 404 200 200 in
reports:period_report              -                 POST in  404 404 404 200 200 404 200 200 in
reports:export_list                -                 GET  in  404 404 404 200 200 404 200 200 in
reports:export_list                -                 POST in  405 405 405 405 405 405 405 405 in
reports:export_file                export            GET  in  405 405 405 405 405 405 405 405 in
reports:export_file                export            POST in  404 404 404 200 404 404 404 404 in
reports:export_again               failed_export     GET  in  405 405 405 405 405 405 405 405 in
reports:export_again               failed_export     POST in  404 404 404 302 404 404 404 404 in
support:support_list               -                GET  in  404 404 404 200 200 404 200 200 in
support:support_list               -                POST in  405 405 405 405 405 405 405 405 in
support:support_create             -                GET  in  404 404 404 200 200 404 404 404 in
support:support_create             -                POST in  404 404 404 200 200 404 404 404 in
support:support_case               case             GET  in  404 404 404 200 404 404 200 200 in
support:support_case               case             POST in  404 404 404 302 404 404 404 404 in
support:support_case               given_case       GET  in  404 404 404 200 404 404 200 200 in
support:support_case               given_case       POST in  404 404 404 302 404 404 404 404 in
support:support_case               closed_case      GET  in  404 404 404 200 404 404 200 200 in
support:support_case               closed_case      POST in  404 404 404 302 404 404 404 404 in
support:support_phone_answer       offered_case     GET  in  404 404 404 200 404 404 404 404 in
support:support_phone_answer       offered_case     POST in  404 404 404 200 404 404 404 404 in
support:support_offer_change       offered_case     GET  in  404 404 404 200 404 404 404 404 in
support:support_offer_change       offered_case     POST in  404 404 404 200 404 404 404 404 in
support:support_take_back          closed_case      GET  in  405 405 405 405 405 405 405 405 in
support:support_take_back          closed_case      POST in  404 404 302 302 404 404 404 404 in
support:support_offer_list         -                GET  in  404 404 404 200 200 404 200 200 in
support:support_offer_list         -                POST in  405 405 405 405 405 405 405 405 in
support:support_offer_create       -                GET  in  404 404 404 200 200 404 404 404 in
support:support_offer_create       -                POST in  404 404 404 200 200 404 404 404 in
support:support_offer_edit         offer            GET  in  404 404 404 200 404 404 404 404 in
support:support_offer_edit         offer            POST in  404 404 404 200 404 404 404 404 in
reports:support_use                -                GET  in  404 404 404 404 404 404 200 200 in
reports:support_use                -                POST in  405 405 405 405 405 405 405 405 in
support:support_answer             offered_case     GET  in  200 404 200 404 404 404 404 404 in
support:support_answer             offered_case     POST in  404 404 200 404 404 404 404 404 in
support:support_answer             given_case       GET  in  200 404 200 404 404 404 404 404 in
support:support_answer             given_case       POST in  404 404 200 404 404 404 404 404 in
support:support_answer             own_need         GET  in  200 404 200 404 404 404 404 404 in
support:support_answer             own_need         POST in  404 404 200 404 404 404 404 404 in
support:support_answer             closed_case      GET  in  200 404 200 404 404 404 404 404 in
support:support_answer             closed_case      POST in  404 404 200 404 404 404 404 404 in
support:need_create                municipality     GET  in  404 404 200 404 404 404 404 404 in
support:need_create                municipality     POST in  404 404 200 404 404 404 404 404 in
reports:followup                   -                 GET  in  404 404 404 200 200 404 200 200 in
reports:followup                   -                 POST in  405 405 405 405 405 405 405 405 in
reports:followup_charts            -                 GET  in  404 404 404 200 200 404 200 200 in
reports:followup_charts            -                 POST in  404 404 404 200 200 404 200 200 in
reports:reporting_rates            -                 GET  in  404 404 404 404 404 404 200 200 in
reports:reporting_rates            -                 POST in  404 404 404 404 404 404 200 200 in
followups:quiet_dismiss             signal            GET  in  404 404 404 200 404 404 200 200 in
followups:quiet_dismiss             signal            POST in  404 404 404 200 404 404 200 200 in
homes:participant_home           -                 GET  in  200 200 200 200 200 200 200 200 in
homes:participant_home           -                 POST in  405 405 405 405 405 405 405 405 in
homes:own_municipality           -                 GET  in  200 200 200 404 404 404 404 404 in
homes:own_municipality           -                 POST in  405 405 405 405 405 405 405 405 in
followups:reply_edit                 check_in          GET  in  404 404 200 404 404 404 404 404 in
followups:reply_edit                 check_in          POST in  404 404 200 404 404 404 404 404 in
followups:reply_edit                 last_month        GET  in  404 404 200 404 404 404 404 404 in
followups:reply_edit                 last_month        POST in  404 404 200 404 404 404 404 404 in
"""
