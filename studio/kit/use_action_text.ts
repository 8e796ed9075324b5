import { useLocaleState } from 'react-admin'
import type { StaffAction } from './use_actions'

/** What each action does. The API says it in English. */
const german: Record<string, string> = {
  'post.remove': 'Einen Beitrag entfernen',
  'post.restore': 'Einen entfernten Beitrag zurückholen',
  'post.lock': 'Einen Beitrag für Kommentare und Stimmen schließen',
  'post.unlock': 'Einen geschlossenen Beitrag öffnen',
  'comment.remove': 'Einen Kommentar entfernen',
  'comment.restore': 'Einen entfernten Kommentar zurückholen',
  'media.remove': 'Eine Datei entfernen',
  'media.restore': 'Eine entfernte Datei zurückholen',
  'media.bar': 'Einen Inhalt bei allen Benutzern entfernen und nicht mehr annehmen',
  'media.unbar': 'Einen verbotenen Inhalt wieder zeigen und annehmen',
  'user.warn': 'Einem Benutzer sagen, was falsch war',
  'user.silence': 'Einen Benutzer lesen, aber nicht schreiben lassen',
  'user.unsilence': 'Einen stummgeschalteten Benutzer wieder schreiben lassen',
  'user.suspend': 'Einen Benutzer nicht mehr anmelden lassen',
  'user.unsuspend': 'Einen gesperrten Benutzer wieder anmelden lassen',
  'user.end_sessions': 'Einen Benutzer überall abmelden',
  'user.set_role': 'Einem Benutzer eine andere Rolle geben',
  'user.erase': 'Ein Konto endgültig löschen',
}

/** @returns what an action does, in the language of the user */
export function useActionText() {
  const [locale] = useLocaleState()
  return ({ name, description }: Pick<StaffAction, 'name' | 'description'>) =>
    (locale === 'de' && german[name]) || description
}
