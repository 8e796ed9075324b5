/** ICU messages. A blank line separates paragraphs. */
export const en = {
  'greeting': 'Hello {name},',
  'greeting.nameless': 'Hello,',
  'link': 'If the button does not work, open this address:',
  'footer': 'This mail comes from {site}: {site_url}',

  'test.subject': 'A test of {site}',
  'test.intro': '`plaza system doctor` sent this mail. If you read it, {site} can send mails.',

  'sign_up.subject': 'Confirm your e-mail',
  'sign_up.intro':
    'This e-mail was given for a new account on {site}{named, select, yes {, with the user name @{username}} other {}}. The sign-up came from the address {address}. The account begins when you press the button.',
  'sign_up.button': 'Confirm the e-mail',
  'sign_up.outro':
    'The link is good for {days, plural, one {# day} other {# days}}. If you did not sign up, do not press it: nothing happens then.',

  'email_taken.subject': 'You have an account already',
  'email_taken.intro':
    'Your e-mail was given for a new account on {site}. You have an account there already: @{username}. So no other one was made.',
  'email_taken.outro':
    'If it was you, sign in, or ask for a new password if you forgot yours: {site_url}\n\nIf it was not you, there is nothing to do.',

  'email_confirmation.subject': 'Confirm your e-mail',
  'email_confirmation.intro':
    'Confirm that this is the e-mail of your account @{username} on {site}.',
  'email_confirmation.button': 'Confirm the e-mail',
  'email_confirmation.outro':
    'The link is good for {days, plural, one {# day} other {# days}}. If you do not know the account, do not press it.',

  'email_change.subject': 'Confirm your new e-mail',
  'email_change.intro':
    'This e-mail was given as the new one of the account @{username} on {site}, from the address {address}. The e-mail of the account changes when you press the button.',
  'email_change.button': 'Confirm the new e-mail',
  'email_change.outro':
    'The link is good for {days, plural, one {# day} other {# days}}. If you do not know the account, do not press it: nothing happens then.',

  'email_change_taken.subject': 'Your e-mail was given for another account',
  'email_change_taken.intro':
    'Your e-mail was given as the new one of another account on {site}. Yours is @{username}, so nothing was changed.',
  'email_change_taken.outro': 'There is nothing to do.',

  'email_change_notice.subject': 'A new e-mail for your account was asked for',
  'email_change_notice.intro':
    'Another e-mail for your account @{username} on {site} was asked for, from the address {address}. It replaces this one when its owner confirms it.',
  'email_change_notice.button': 'It was not me',
  'email_change_notice.outro':
    'If it was you, there is nothing to do. If it was not you, another person knows your password: press the button. The change is undone then, all sessions end, and you set a new password. You can do so for {days, plural, one {# day} other {# days}}.',

  'email_change_notice_only.subject': 'A new e-mail for your account was asked for',
  'email_change_notice_only.intro':
    'Another e-mail for your account @{username} on {site} was asked for, from the address {address}. It replaces this one when its owner confirms it.',
  'email_change_notice_only.outro':
    'If it was you, there is nothing to do. If it was not you, another person knows your password: set a new one now, which ends the change too: {site_url}',

  'email_changed.subject': 'The e-mail of your account was changed',
  'email_changed.intro':
    'Your account @{username} on {site} has another e-mail now. The change came from the address {address}.',
  'email_changed.button': 'Undo the change',
  'email_changed.outro':
    'If it was you, there is nothing to do. If it was not you, press the button: your account gets this e-mail back, all sessions end, and you set a new password. You can do so for {days, plural, one {# day} other {# days}}.',

  'email_changed_only.subject': 'The e-mail of your account was changed',
  'email_changed_only.intro':
    'Your account @{username} on {site} has another e-mail now. The change came from the address {address}.',
  'email_changed_only.outro':
    'If it was you, there is nothing to do. If it was not you, ask the staff of {site} for help: {site_url}',

  'data_export.subject': 'Your data is ready',
  'data_export.intro':
    'The export of your data on {site} that was asked for on {at} (UTC), from the address {address}, is ready. Sign in as @{username} to download it, until {until} (UTC): {site_url}',
  'data_export.outro':
    'If it was not you, another person has used your account: set a new password.',

  'password_changed.subject': 'Your password was changed',
  'password_changed.intro':
    'The password of your account @{username} on {site} was changed on {at} (UTC), from the address {address}. All other sessions and all personal tokens have ended.',
  'password_changed.outro':
    'If it was you, there is nothing to do. If it was not you, set a new password at once: {site_url}',

  'password_was_reset.subject': 'Your password was reset',
  'password_was_reset.intro':
    'The password of your account @{username} on {site} was reset by the link in a mail, on {at} (UTC), from the address {address}. All sessions have ended.',
  'password_was_reset.outro':
    'If it was you, there is nothing to do. If it was not you, another person can read your mails: secure your mailbox, then set a new password: {site_url}',

  'password_set_by_staff.subject': 'Your password was set by staff',
  'password_set_by_staff.intro':
    'The staff of {site} set another password for your account @{username} on {at} (UTC), and ended all sessions and personal tokens.',
  'password_set_by_staff.outro':
    'Set one of your own when you have signed in. If you did not ask for it, write to the staff: {site_url}',

  'username_changed.subject': 'Your user name was changed',
  'username_changed.intro':
    'Your account on {site} has the user name @{username} since {at} (UTC). The change came from the address {address}.',
  'username_changed.outro':
    'If it was you, there is nothing to do. If it was not you, set a new password at once: {site_url}',

  'password_reset.subject': 'Set a new password',
  'password_reset.intro':
    'A new password for your account @{username} on {site} was asked for, from the address {address}. The button leads to a page where you set it.',
  'password_reset.button': 'Set a new password',
  'password_reset.outro':
    'The link is good for {minutes, plural, one {# minute} other {# minutes}}, and once. If you did not ask for it, there is nothing to do: your password stays as it is.',

  'page.noscript': 'This page needs JavaScript.',
  'page.link': 'This link was used or has expired. Ask for a new one.',
  'page.failed': 'The server could not be reached. Try again in a moment.',
  'page.invite.waits':
    'Almost done: a mail with a link is on its way. Your account begins when you use it.',
  'page.terms': 'I accept the terms of {site}',
  'page.email': 'E-mail',
  'page.username': 'User name (letters, digits and _; you can leave it out)',
  'page.password': 'Password (at least 8 characters)',
  'page.new_password': 'New password (at least 8 characters)',
  'page.code': 'Code of your authenticator app, or a recovery code',
  'page.passkey': 'Set it with a passkey',
  'page.no_passkey': 'The browser gave no passkey.',

  'page.confirm.title': 'Confirm your e-mail',
  'page.confirm.intro': 'Press the button to confirm your e-mail for {site}.',
  'page.confirm.button': 'Confirm',
  'page.confirm.done': 'Your e-mail is confirmed. You can sign in now.',

  'page.confirm.waits':
    'Your e-mail is confirmed. Staff decide on your application now, and a mail tells you.',

  'page.undo.title': 'Undo the change of your e-mail',
  'page.undo.intro':
    'Your account on {site} gets its former e-mail back. All sessions and tokens end, and your password is void: a mail lets you set a new one.',
  'page.undo.button': 'Undo the change',
  'page.undo.done': 'The change is undone. Look into your mails, and set a new password.',

  'page.reset.title': 'Set a new password',
  'page.reset.intro': 'All your sessions on {site} will end.',
  'page.reset.button': 'Set the password',
  'page.reset.done': 'The new password is set. Sign in with it.',

  'page.unsubscribe.title': 'No more invites',
  'page.unsubscribe.intro':
    'Press the button, and {site} sends no invites to this e-mail any more.',
  'page.unsubscribe.button': 'Unsubscribe',
  'page.unsubscribe.done': 'No more invites come from {site}.',

  'page.invite.title': 'Sign up',
  'page.invite.intro': 'You are invited to {site}.',
  'page.invite.button': 'Sign up',
  'page.invite.done': 'Your account is there. You can sign in now.',

  'application_approved.subject': 'Your account on {site} is approved',
  'application_approved.intro':
    'Your account @{username} on {site} is approved. You can sign in now: {site_url}',

  'application_rejected.subject': 'Your application to {site}',
  'application_rejected.intro':
    'You asked for an account on {site}. The answer is no, with this reason: {reason}',
  'application_rejected.outro': 'What you sent is deleted.',

  'invite.subject': 'You are invited to {site}',
  'invite.intro':
    '@{username} invites you to {site}. The button leads to a page where you make your account, with this e-mail.',
  'invite.button': 'Sign up',
  'invite.outro':
    'The link is good until {until} (UTC), and once. If you did not ask for this, you need not do anything.',

  'token_unused.subject': 'A token is about to be revoked: {token}',
  'token_unused.intro':
    'Your personal token “{token}” on {site}, which ends with {last_four}, has not been used for a long time. If that does not change, it is revoked on {at} (UTC).',
  'token_unused.outro':
    'If you still need it, use it once before then. If not, there is nothing to do.',

  'new_sign_in.subject': 'A new sign-in to your account',
  'new_sign_in.intro':
    'Your account @{username} on {site} was signed in to on {at} (UTC), from a device that it does not know: {program}, at the address {address}.',
  'new_sign_in.outro':
    'If it was you, there is nothing to do. If it was not you, set a new password at once, which ends all sessions: {site_url}',

  'webhook_disabled.subject': 'A webhook was switched off',
  'webhook_disabled.intro':
    'The webhook {id} of {site}, at {address}, was switched off on {at} (UTC): it took no message for three days, or its server said that it is gone.',
  'webhook_disabled.outro':
    'What happens from now on is not sent there. When the server answers again, staff can switch the webhook on.',

  'identity_linked.subject': 'Another way to sign in to your account',
  'identity_linked.intro':
    'Your account @{username} on {site} was linked to a sign-in at another site on {at} (UTC), with your password, from the address {address}.',
  'identity_linked.outro':
    'If it was not you, set a new password at once, and remove the link: {site_url}',

  'identity_removed.subject': 'A way to sign in to your account was removed',
  'identity_removed.intro':
    'The link of your account @{username} on {site} to a sign-in at another site was removed on {at} (UTC), from the address {address}.',
  'identity_removed.outro': 'If it was not you, set a new password at once: {site_url}',

  'totp_enabled.subject': 'A second factor is on',
  'totp_enabled.intro':
    'An authenticator app was set up for your account @{username} on {site}, on {at} (UTC), from the address {address}. From now on a sign-in needs its code.',
  'totp_enabled.outro':
    'Keep the recovery codes. If it was not you, set a new password at once: {site_url}',

  'totp_removed.subject': 'A second factor was removed',
  'totp_removed.intro':
    'The authenticator app of your account @{username} on {site} was removed on {at} (UTC), from the address {address}.',
  'totp_removed.outro':
    'If it was you, there is nothing to do. If it was not you, set a new password at once: {site_url}',

  'recovery_code_used.subject': 'A recovery code was used',
  'recovery_code_used.intro':
    'A recovery code of your account @{username} on {site} was used to sign in, on {at} (UTC), from the address {address}.',
  'recovery_code_used.outro':
    'If it was you, make new ones before they run out. If it was not you, set a new password at once: {site_url}',

  'recovery_codes_renewed.subject': 'You have new recovery codes',
  'recovery_codes_renewed.intro':
    'New recovery codes were made for your account @{username} on {site}, on {at} (UTC), from the address {address}. The former ones are void.',
  'recovery_codes_renewed.outro':
    'If it was you, there is nothing to do. If it was not you, set a new password at once: {site_url}',

  'passkey_added.subject': 'A passkey was added',
  'passkey_added.intro':
    'A passkey was added to your account @{username} on {site}, on {at} (UTC), from the address {address}. From now on a sign-in needs it, or another second factor.',
  'passkey_added.outro':
    'Keep the recovery codes. If it was not you, set a new password at once: {site_url}',

  'passkey_removed.subject': 'A passkey was removed',
  'passkey_removed.intro':
    'A passkey of your account @{username} on {site} was removed on {at} (UTC), from the address {address}.',
  'passkey_removed.outro':
    'If it was you, there is nothing to do. If it was not you, set a new password at once: {site_url}',

  'factors_removed_by_staff.subject': 'Your second factors were removed',
  'factors_removed_by_staff.intro':
    'The staff of {site} removed all second factors of your account @{username} on {at} (UTC), and ended all sessions. Another mail has a link for a new password.',
  'factors_removed_by_staff.outro':
    'Set a second factor up anew when you have signed in. If you did not ask for it, write to the staff: {site_url}',
} as const

export type TextName = keyof typeof en
