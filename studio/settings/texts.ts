import { texts } from '../texts/texts'

export const settingTexts = texts(
  {
    name: 'Setting |||| Settings',
    help: 'Variables of the environment that the server was started with. They change in its .env, and count after a restart.',
    search: 'Part of a name or of what it does',
    set_alone: 'Only what is set',
    none: 'There is no such setting.',
    default: 'default: %{value}',
    set: 'set, and never shown',
    not_set: 'not set',
  },
  {
    name: 'Einstellung |||| Einstellungen',
    help: 'Umgebungsvariablen, mit denen der Server gestartet wurde. Sie stehen in seiner .env und gelten nach einem Neustart.',
    search: 'Teil des Namens oder der Beschreibung',
    set_alone: 'Nur Gesetztes',
    none: 'So eine Einstellung gibt es nicht.',
    default: 'Vorgabe: %{value}',
    set: 'gesetzt, wird nie gezeigt',
    not_set: 'nicht gesetzt',
  }
)
