import { texts } from '../texts/texts'

export const reasonTexts = texts(
  {
    name: 'Reason |||| Reasons',
    fields: { title: 'Chosen by', text: 'Reason', updated_at: 'Changed' },
  },
  {
    name: 'Begründung |||| Begründungen',
    fields: { title: 'Gewählt als', text: 'Begründung', updated_at: 'Geändert' },
  }
)
