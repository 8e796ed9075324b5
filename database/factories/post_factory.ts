import factory from '@adonisjs/lucid/factories'
import { DateTime } from 'luxon'
import { UserFactory } from '#database/factories/user_factory'
import Post from '#models/post'

export const PostFactory = factory
  .define(Post, ({ faker }) => ({
    title: faker.lorem.sentence(5),
    content: faker.lorem.paragraph(),
    published: true,
    publishedAt: DateTime.now(),
  }))
  .state('draft', (post) => {
    post.published = false
    post.publishedAt = null
  })
  .relation('author', () => UserFactory)
  .before('create', async (_, post) => {
    post.userId ??= (await UserFactory.create()).id
  })
  .build()
