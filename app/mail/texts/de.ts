import type { TextName } from '#mail/texts/en'

export const de: Record<TextName, string> = {
  'greeting': 'Hallo {name},',
  'greeting.nameless': 'Hallo,',
  'link': 'Wenn der Knopf nicht geht, öffne diese Adresse:',
  'footer': 'Diese Mail kommt von {site}: {site_url}',

  'test.subject': 'Ein Test von {site}',
  'test.intro':
    '`plaza system doctor` hat diese Mail gesendet. Wenn du sie liest, kann {site} Mails senden.',

  'sign_up.subject': 'Bestätige deine E-Mail-Adresse',
  'sign_up.intro':
    'Diese E-Mail-Adresse wurde für ein neues Konto auf {site} angegeben{named, select, yes {, mit dem Benutzernamen @{username}} other {}}. Die Anmeldung kam von der Adresse {address}. Das Konto beginnt, wenn du auf den Knopf drückst.',
  'sign_up.button': 'E-Mail-Adresse bestätigen',
  'sign_up.outro':
    'Der Link gilt {days, plural, one {# Tag} other {# Tage}}. Wenn du dich nicht angemeldet hast, drücke nicht darauf: Dann geschieht nichts.',

  'email_taken.subject': 'Du hast schon ein Konto',
  'email_taken.intro':
    'Deine E-Mail-Adresse wurde für ein neues Konto auf {site} angegeben. Du hast dort schon ein Konto: @{username}. Deshalb wurde kein anderes angelegt.',
  'email_taken.outro':
    'Warst du das, melde dich an, oder fordere ein neues Passwort an, wenn du deines vergessen hast: {site_url}\n\nWarst du es nicht, ist nichts zu tun.',

  'email_confirmation.subject': 'Bestätige deine E-Mail-Adresse',
  'email_confirmation.intro':
    'Bestätige, dass dies die E-Mail-Adresse deines Kontos @{username} auf {site} ist.',
  'email_confirmation.button': 'E-Mail-Adresse bestätigen',
  'email_confirmation.outro':
    'Der Link gilt {days, plural, one {# Tag} other {# Tage}}. Wenn du das Konto nicht kennst, drücke nicht darauf.',

  'email_change.subject': 'Bestätige deine neue E-Mail-Adresse',
  'email_change.intro':
    'Diese E-Mail-Adresse wurde als neue Adresse des Kontos @{username} auf {site} angegeben, von der Adresse {address} aus. Das Konto bekommt sie, wenn du auf den Knopf drückst.',
  'email_change.button': 'Neue Adresse bestätigen',
  'email_change.outro':
    'Der Link gilt {days, plural, one {# Tag} other {# Tage}}. Wenn du das Konto nicht kennst, drücke nicht darauf: Dann geschieht nichts.',

  'email_change_taken.subject': 'Deine E-Mail-Adresse wurde für ein anderes Konto angegeben',
  'email_change_taken.intro':
    'Deine E-Mail-Adresse wurde als neue Adresse eines anderen Kontos auf {site} angegeben. Deines ist @{username}, deshalb wurde nichts geändert.',
  'email_change_taken.outro': 'Es ist nichts zu tun.',

  'email_change_notice.subject': 'Für dein Konto wurde eine neue E-Mail-Adresse angegeben',
  'email_change_notice.intro':
    'Für dein Konto @{username} auf {site} wurde eine andere E-Mail-Adresse angegeben, von der Adresse {address} aus. Sie ersetzt diese, wenn sie bestätigt wird.',
  'email_change_notice.button': 'Das war ich nicht',
  'email_change_notice.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, kennt eine andere Person dein Passwort: Drücke auf den Knopf. Dann wird die Änderung zurückgenommen, alle Sitzungen enden, und du setzt ein neues Passwort. Das geht {days, plural, one {# Tag} other {# Tage}} lang.',

  'email_change_notice_only.subject': 'Für dein Konto wurde eine neue E-Mail-Adresse angegeben',
  'email_change_notice_only.intro':
    'Für dein Konto @{username} auf {site} wurde eine andere E-Mail-Adresse angegeben, von der Adresse {address} aus. Sie ersetzt diese, wenn sie bestätigt wird.',
  'email_change_notice_only.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, kennt eine andere Person dein Passwort: Setze jetzt ein neues. Das beendet auch die Änderung: {site_url}',

  'email_changed.subject': 'Die E-Mail-Adresse deines Kontos wurde geändert',
  'email_changed.intro':
    'Dein Konto @{username} auf {site} hat jetzt eine andere E-Mail-Adresse. Die Änderung kam von der Adresse {address}.',
  'email_changed.button': 'Änderung zurücknehmen',
  'email_changed.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, drücke auf den Knopf: Dein Konto bekommt diese E-Mail-Adresse zurück, alle Sitzungen enden, und du setzt ein neues Passwort. Das geht {days, plural, one {# Tag} other {# Tage}} lang.',

  'email_changed_only.subject': 'Die E-Mail-Adresse deines Kontos wurde geändert',
  'email_changed_only.intro':
    'Dein Konto @{username} auf {site} hat jetzt eine andere E-Mail-Adresse. Die Änderung kam von der Adresse {address}.',
  'email_changed_only.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, bitte das Team von {site} um Hilfe: {site_url}',

  'data_export.subject': 'Deine Daten sind bereit',
  'data_export.intro':
    'Der Export deiner Daten auf {site}, der am {at} (UTC) von der Adresse {address} aus angefordert wurde, ist bereit. Melde dich als @{username} an, um ihn bis zum {until} (UTC) herunterzuladen: {site_url}',
  'data_export.outro':
    'Warst du das nicht, hat eine andere Person dein Konto benutzt: Setze ein neues Passwort.',

  'password_changed.subject': 'Dein Passwort wurde geändert',
  'password_changed.intro':
    'Das Passwort deines Kontos @{username} auf {site} wurde am {at} (UTC) geändert, von der Adresse {address} aus. Alle anderen Sitzungen und alle persönlichen Tokens sind beendet.',
  'password_changed.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, setze sofort ein neues Passwort: {site_url}',

  'password_was_reset.subject': 'Dein Passwort wurde zurückgesetzt',
  'password_was_reset.intro':
    'Das Passwort deines Kontos @{username} auf {site} wurde am {at} (UTC) mit dem Link einer Mail zurückgesetzt, von der Adresse {address} aus. Alle Sitzungen sind beendet.',
  'password_was_reset.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, liest eine andere Person deine Mails: Sichere dein Postfach und setze dann ein neues Passwort: {site_url}',

  'password_set_by_staff.subject': 'Dein Passwort wurde vom Team gesetzt',
  'password_set_by_staff.intro':
    'Das Team von {site} hat am {at} (UTC) ein anderes Passwort für dein Konto @{username} gesetzt und alle Sitzungen und persönlichen Tokens beendet.',
  'password_set_by_staff.outro':
    'Setze ein eigenes, sobald du dich angemeldet hast. Hast du nicht darum gebeten, schreibe dem Team: {site_url}',

  'username_changed.subject': 'Dein Benutzername wurde geändert',
  'username_changed.intro':
    'Dein Konto auf {site} hat seit dem {at} (UTC) den Benutzernamen @{username}. Die Änderung kam von der Adresse {address}.',
  'username_changed.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, setze sofort ein neues Passwort: {site_url}',

  'password_reset.subject': 'Neues Passwort setzen',
  'password_reset.intro':
    'Für dein Konto @{username} auf {site} wurde ein neues Passwort angefordert, von der Adresse {address} aus. Der Knopf führt auf eine Seite, auf der du es setzt.',
  'password_reset.button': 'Neues Passwort setzen',
  'password_reset.outro':
    'Der Link gilt {minutes, plural, one {# Minute} other {# Minuten}} und einmal. Wenn du ihn nicht angefordert hast, ist nichts zu tun: Dein Passwort bleibt, wie es ist.',

  'page.noscript': 'Diese Seite braucht JavaScript.',
  'page.link': 'Dieser Link wurde schon benutzt oder ist abgelaufen. Fordere einen neuen an.',
  'page.failed': 'Der Server war nicht zu erreichen. Versuche es gleich noch einmal.',
  'page.invite.waits':
    'Fast fertig: Eine Mail mit einem Link ist unterwegs. Dein Konto beginnt, wenn du ihn benutzt.',
  'page.terms': 'Ich nehme die Nutzungsbedingungen von {site} an',
  'page.email': 'E-Mail-Adresse',
  'page.username': 'Benutzername (Buchstaben, Ziffern und _; du kannst ihn weglassen)',
  'page.password': 'Passwort (mindestens 8 Zeichen)',
  'page.new_password': 'Neues Passwort (mindestens 8 Zeichen)',
  'page.code': 'Code deiner Authenticator-App oder ein Wiederherstellungscode',
  'page.passkey': 'Mit einem Passkey setzen',
  'page.no_passkey': 'Der Browser hat keinen Passkey gegeben.',

  'page.confirm.title': 'Bestätige deine E-Mail-Adresse',
  'page.confirm.intro': 'Drücke auf den Knopf, um deine E-Mail-Adresse für {site} zu bestätigen.',
  'page.confirm.button': 'Bestätigen',
  'page.confirm.done': 'Deine E-Mail-Adresse ist bestätigt. Du kannst dich jetzt anmelden.',

  'page.confirm.waits':
    'Deine E-Mail-Adresse ist bestätigt. Das Team entscheidet jetzt über deinen Antrag, und eine Mail sagt dir Bescheid.',

  'page.undo.title': 'Änderung der E-Mail-Adresse zurücknehmen',
  'page.undo.intro':
    'Dein Konto auf {site} bekommt seine frühere E-Mail-Adresse zurück. Alle Sitzungen und Token enden, und dein Passwort gilt nicht mehr: Eine Mail lässt dich ein neues setzen.',
  'page.undo.button': 'Änderung zurücknehmen',
  'page.undo.done':
    'Die Änderung ist zurückgenommen. Sieh in deine Mails und setze ein neues Passwort.',

  'page.reset.title': 'Neues Passwort setzen',
  'page.reset.intro': 'Alle deine Sitzungen auf {site} werden beendet.',
  'page.reset.button': 'Passwort setzen',
  'page.reset.done': 'Das neue Passwort ist gesetzt. Melde dich damit an.',

  'page.unsubscribe.title': 'Keine Einladungen mehr',
  'page.unsubscribe.intro': 'Nach dem Klick schickt {site} keine Einladungen mehr an diese E-Mail.',
  'page.unsubscribe.button': 'Abbestellen',
  'page.unsubscribe.done': 'Von {site} kommen keine Einladungen mehr.',

  'page.invite.title': 'Anmelden',
  'page.invite.intro': 'Du bist zu {site} eingeladen.',
  'page.invite.button': 'Konto anlegen',
  'page.invite.done': 'Dein Konto ist da. Du kannst dich jetzt anmelden.',

  'application_approved.subject': 'Dein Konto auf {site} ist angenommen',
  'application_approved.intro':
    'Dein Konto @{username} auf {site} ist angenommen. Du kannst dich jetzt anmelden: {site_url}',

  'application_rejected.subject': 'Dein Antrag bei {site}',
  'application_rejected.intro':
    'Du hast ein Konto auf {site} beantragt. Die Antwort ist nein, mit dieser Begründung: {reason}',
  'application_rejected.outro': 'Was du gesendet hast, ist gelöscht.',

  'invite.subject': 'Du bist zu {site} eingeladen',
  'invite.intro':
    '@{username} lädt dich zu {site} ein. Der Knopf führt auf eine Seite, auf der du dein Konto mit dieser E-Mail-Adresse anlegst.',
  'invite.button': 'Konto anlegen',
  'invite.outro':
    'Der Link gilt bis {until} (UTC) und einmal. Wenn du nicht weißt, worum es geht, ist nichts zu tun.',

  'token_unused.subject': 'Ein Token wird bald widerrufen: {token}',
  'token_unused.intro':
    'Dein persönliches Token „{token}“ auf {site}, das auf {last_four} endet, wurde lange nicht benutzt. Wenn das so bleibt, wird es am {at} (UTC) widerrufen.',
  'token_unused.outro':
    'Brauchst du es noch, benutze es vorher einmal. Wenn nicht, ist nichts zu tun.',

  'new_sign_in.subject': 'Eine neue Anmeldung in deinem Konto',
  'new_sign_in.intro':
    'Bei deinem Konto @{username} auf {site} gab es am {at} (UTC) eine Anmeldung von einem unbekannten Gerät: {program}, von der Adresse {address}.',
  'new_sign_in.outro':
    'Warst du es, ist nichts zu tun. Warst du es nicht, setze sofort ein neues Passwort, das alle Sitzungen beendet: {site_url}',

  'webhook_disabled.subject': 'Ein Webhook wurde abgeschaltet',
  'webhook_disabled.intro':
    'Der Webhook {id} von {site} bei {address} wurde am {at} (UTC) abgeschaltet: Drei Tage lang hat er keine Nachricht angenommen, oder sein Server meldet, dass es ihn nicht mehr gibt.',
  'webhook_disabled.outro':
    'Was von nun an geschieht, wird nicht mehr dorthin gesendet. Antwortet der Server wieder, kann das Team den Webhook einschalten.',

  'identity_linked.subject': 'Ein weiterer Weg, dich anzumelden',
  'identity_linked.intro':
    'Dein Konto @{username} auf {site} wurde am {at} (UTC) mit der Anmeldung bei einer anderen Website verknüpft, mit deinem Passwort und von der Adresse {address} aus.',
  'identity_linked.outro':
    'Warst du es nicht, setze sofort ein neues Passwort und entferne die Verknüpfung: {site_url}',

  'identity_removed.subject': 'Ein Weg, dich anzumelden, wurde entfernt',
  'identity_removed.intro':
    'Die Verknüpfung deines Kontos @{username} auf {site} mit der Anmeldung bei einer anderen Website wurde am {at} (UTC) entfernt, von der Adresse {address} aus.',
  'identity_removed.outro': 'Warst du es nicht, setze sofort ein neues Passwort: {site_url}',

  'totp_enabled.subject': 'Ein zweiter Faktor ist eingerichtet',
  'totp_enabled.intro':
    'Für dein Konto @{username} auf {site} wurde am {at} (UTC) eine Authenticator-App eingerichtet, von der Adresse {address} aus. Von nun an braucht jede Anmeldung ihren Code.',
  'totp_enabled.outro':
    'Hebe die Wiederherstellungscodes auf. Warst du es nicht, setze sofort ein neues Passwort: {site_url}',

  'totp_removed.subject': 'Ein zweiter Faktor wurde entfernt',
  'totp_removed.intro':
    'Die Authenticator-App deines Kontos @{username} auf {site} wurde am {at} (UTC) entfernt, von der Adresse {address} aus.',
  'totp_removed.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, setze sofort ein neues Passwort: {site_url}',

  'recovery_code_used.subject': 'Ein Wiederherstellungscode wurde benutzt',
  'recovery_code_used.intro':
    'Ein Wiederherstellungscode deines Kontos @{username} auf {site} wurde am {at} (UTC) zur Anmeldung benutzt, von der Adresse {address} aus.',
  'recovery_code_used.outro':
    'Warst du das, lege neue an, bevor sie ausgehen. Warst du es nicht, setze sofort ein neues Passwort: {site_url}',

  'recovery_codes_renewed.subject': 'Du hast neue Wiederherstellungscodes',
  'recovery_codes_renewed.intro':
    'Für dein Konto @{username} auf {site} wurden am {at} (UTC) neue Wiederherstellungscodes erzeugt, von der Adresse {address} aus. Die bisherigen sind ungültig.',
  'recovery_codes_renewed.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, setze sofort ein neues Passwort: {site_url}',

  'passkey_added.subject': 'Ein Passkey wurde hinzugefügt',
  'passkey_added.intro':
    'Zu deinem Konto @{username} auf {site} wurde am {at} (UTC) ein Passkey hinzugefügt, von der Adresse {address} aus. Von nun an braucht jede Anmeldung ihn oder einen anderen zweiten Faktor.',
  'passkey_added.outro':
    'Hebe die Wiederherstellungscodes auf. Warst du es nicht, setze sofort ein neues Passwort: {site_url}',

  'passkey_removed.subject': 'Ein Passkey wurde entfernt',
  'passkey_removed.intro':
    'Ein Passkey deines Kontos @{username} auf {site} wurde am {at} (UTC) entfernt, von der Adresse {address} aus.',
  'passkey_removed.outro':
    'Warst du das, ist nichts zu tun. Warst du es nicht, setze sofort ein neues Passwort: {site_url}',

  'factors_removed_by_staff.subject': 'Deine zweiten Faktoren wurden entfernt',
  'factors_removed_by_staff.intro':
    'Das Team von {site} hat am {at} (UTC) alle zweiten Faktoren deines Kontos @{username} entfernt und alle Sitzungen beendet. Eine weitere Mail hat einen Link für ein neues Passwort.',
  'factors_removed_by_staff.outro':
    'Richte nach der Anmeldung wieder einen zweiten Faktor ein. Hast du nicht darum gebeten, schreibe dem Team: {site_url}',
}
