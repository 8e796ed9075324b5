import { fastRead } from '#http/fast_reads'
import { listChanges } from '#queries/posts/post_changes'
import { listChangesValidator } from '#validators/lists'

export default class PostChangesController {
  index = fastRead({ query: listChangesValidator }, ({ query }) => listChanges(query))
}
