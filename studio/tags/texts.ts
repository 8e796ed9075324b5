import { texts } from '../texts/texts'

export const tagTexts = texts(
  {
    name: 'Tag |||| Tags',
    join: 'Join …',
    join_title: 'Join %{name} to another tag',
    join_submit: 'Join',
    joined: 'Joined. Its posts follow within seconds.',
    into: 'Tag that its posts get',
    into_help: 'The old address leads there. This can’t be undone.',
    fields: {
      search: 'Name',
      name: 'Name',
      slug: 'In addresses',
      description: 'Description',
      posts_count: 'Posts',
      actions: 'Act',
    },
  },
  {
    name: 'Schlagwort |||| Schlagwörter',
    join: 'Verbinden …',
    join_title: '%{name} mit einem anderen Schlagwort verbinden',
    join_submit: 'Verbinden',
    joined: 'Verbunden. Die Beiträge folgen binnen Sekunden.',
    into: 'Schlagwort, das die Beiträge bekommen',
    into_help: 'Die alte Adresse führt dorthin. Das lässt sich nicht rückgängig machen.',
    fields: {
      search: 'Name',
      name: 'Name',
      slug: 'In Adressen',
      description: 'Beschreibung',
      posts_count: 'Beiträge',
      actions: 'Maßnahme',
    },
  }
)
