import type { Permission } from '../api/permission'

/** What each permission lets a user do. The API says it in English. */
export const germanPermissions: Record<Permission, string> = {
  'posts.publish': 'Beiträge schreiben und veröffentlichen',
  'posts.draft': 'Entwürfe schreiben und um Durchsicht bitten',
  'comments.write': 'Kommentare schreiben und eigene bearbeiten',
  'votes.cast': 'Über Beiträge abstimmen',
  'posts.read_any': 'Entwürfe und entfernte Beiträge lesen',
  'posts.edit_any': 'Beiträge anderer bearbeiten, veröffentlichen und zurückziehen',
  'posts.remove': 'Beiträge anderer entfernen, wiederherstellen und löschen',
  'posts.lock': 'Beiträge sperren und entsperren',
  'posts.pin': 'Beiträge oben in den Listen der Website anheften',
  'posts.review': 'Beiträge anderer freigeben oder Änderungen verlangen',
  'tags.manage': 'Schlagwörter anlegen, ändern, verbinden und löschen',
  'collections.manage': 'Sammlungen anlegen, ändern, ordnen und löschen',
  'types.manage': 'Arten von Beiträgen anlegen, ändern und löschen',
  'comments.read_any': 'Entfernte Kommentare lesen',
  'comments.remove': 'Kommentare anderer entfernen, wiederherstellen und löschen',
  'reports.handle': 'Meldungen lesen, zuweisen, erledigen und abweisen',
  'users.read_private': 'E-Mail-Adressen, Sitzungen und Maßnahmen von Benutzern lesen',
  'users.sanction': 'Benutzer verwarnen, stummschalten und sperren, ihre Sitzungen beenden',
  'users.manage':
    'Konten anlegen, exportieren und löschen, Rollen geben, Passwörter zurücksetzen, Systembenutzer zuordnen',
  'roles.manage': 'Rollen lesen, anlegen, ändern und löschen',
  'applications.handle': 'Anträge auf ein Konto lesen, annehmen oder ablehnen',
  'invites.create': 'Leute zur Registrierung einladen',
  'views.manage': 'Gespeicherte Ansichten ändern und löschen, die andere im Team teilen',
  'audit.read': 'Das Protokoll lesen und prüfen',
  'webhooks.manage': 'Webhooks lesen, anlegen, ändern und löschen, und erneut senden',
  'media.keep': 'Hochgeladene Dateien behalten, die nichts verwendet',
  'media.read_any': 'Die Dateien aller Benutzer sehen, auch nicht öffentliche',
  'media.remove': 'Dateien anderer entfernen und wiederherstellen und ihren Inhalt verbieten',
  'mails.manage': 'Den Postausgang lesen, gescheiterte Mails noch einmal senden',
  'stats.read': 'Statistik lesen, und was gelöscht wird',
  'settings.read': 'Lesen, wie die Website eingerichtet ist, ohne Geheimnisse',
}

export const permissionNames = Object.keys(germanPermissions) as Permission[]
