import factory from '@adonisjs/lucid/factories'
import User from '#models/user'

/** What every user of a factory signs in with. */
export const password = 'correct horse battery'

export const UserFactory = factory
  .define(User, ({ faker }) => {
    const username = `${faker.internet.username().replace(/\W/g, '_').slice(0, 16)}_${faker.string.alphanumeric(8)}`
    return { username, email: `${username}@example.org`, password, displayName: null, bio: null }
  })
  .state('moderator', (user) => {
    user.role = 'moderator'
  })
  .state('admin', (user) => {
    user.role = 'admin'
  })
  .build()
