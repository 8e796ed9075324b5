import factory from '@adonisjs/lucid/factories'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import Comment from '#models/comment'

export const CommentFactory = factory
  .define(Comment, ({ faker }) => ({ content: faker.lorem.sentence(), depth: 0 }))
  .before('create', async (_, comment) => {
    comment.userId ??= (await UserFactory.create()).id
    comment.postId ??= (await PostFactory.create()).id
  })
  .build()
