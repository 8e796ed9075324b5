import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { publishChange } from '#actions/posts/join_translations'
import Post from '#models/post'
import User from '#models/user'
import { authorsOf } from '#actions/staff/authors'
import StaffAction from '#actions/staff/staff_action'

export default abstract class PostAction extends StaffAction<Post> {
  override readonly targetType = 'post'

  protected override find(id: number, client: TransactionClientContract) {
    return Post.query({ client }).where('id', id).forUpdate().first()
  }

  override findMany(ids: number[], client: TransactionClientContract) {
    return Post.query({ client }).whereIn('id', ids).orderBy('id').forUpdate()
  }

  override subjectsOf(posts: Post[], client: TransactionClientContract) {
    return authorsOf(posts, client)
  }

  protected override async subjectOf({ userId }: Post, client: TransactionClientContract) {
    return userId === null ? null : User.withRole(client).where('id', userId).first()
  }

  protected override factsOf({ isRemoved: removed, locked }: Post) {
    return { removed, locked }
  }

  override publish({ id, translationGroup }: Post) {
    return publishChange(id, translationGroup)
  }
}
