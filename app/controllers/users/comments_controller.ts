import { fastRead } from '#http/fast_reads'
import { commentsOfUser } from '#queries/comments/list_comments'
import { userNamed } from '#queries/users/user_named'
import { listCommentsOfUserValidator, userInUrlValidator } from '#validators/lists'

export default class UserCommentsController {
  index = fastRead(
    { path: userInUrlValidator, query: listCommentsOfUserValidator },
    async ({ path, query }, viewer) => {
      const { id } = await userNamed(path.user, viewer)
      return commentsOfUser(id, query, viewer)
    }
  )
}
