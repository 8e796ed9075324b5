import { texts } from '../texts/texts'

export const applicationTexts = texts(
  {
    name: 'Application |||| Applications',
    none: 'No application waits.',
    first: 'Begin with the oldest',
    approve: 'Approve',
    approved: 'Approved.',
    reject: 'Reject …',
    reject_title: 'Reject %{email}',
    reject_submit: 'Reject',
    rejected: 'Rejected.',
    back: 'Back to the list',
    unconfirmed: 'not confirmed',
    fields: {
      id: 'Number',
      email: 'E-mail',
      username: 'User name',
      display_name: 'Name',
      application: 'What they wrote',
      address: 'From',
      applied_at: 'Since',
    },
  },
  {
    name: 'Antrag |||| Anträge',
    none: 'Kein Antrag wartet.',
    first: 'Mit dem ältesten beginnen',
    approve: 'Annehmen',
    approved: 'Angenommen.',
    reject: 'Ablehnen …',
    reject_title: '%{email} ablehnen',
    reject_submit: 'Ablehnen',
    rejected: 'Abgelehnt.',
    back: 'Zurück zur Liste',
    unconfirmed: 'nicht bestätigt',
    fields: {
      id: 'Nummer',
      email: 'E-Mail',
      username: 'Benutzername',
      display_name: 'Name',
      application: 'Was sie schreiben',
      address: 'Von',
      applied_at: 'Seit',
    },
  }
)
