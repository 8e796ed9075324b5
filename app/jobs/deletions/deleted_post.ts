import { MAX_ROWS, statement, type Batch } from '#jobs/deletions/batch'

/** Newest first: a reply is newer than its parent. */
const deleteComments = statement(`
  delete from comments where id = any(array(
    select id from comments where post_id = :id order by id desc limit ${MAX_ROWS} for update
  ))`)

const deleteVotes = statement(`
  delete from votes where post_id = :id and user_id = any(array(
    select user_id from votes where post_id = :id order by user_id limit ${MAX_ROWS} for update
  ))`)

const remove = statement(`
  delete from posts where id = :id and deleted_at is not null
    and not exists (select from comments where post_id = posts.id)
    and not exists (select from votes where post_id = posts.id)`)

export const deletedPost: Batch[] = [deleteComments, deleteVotes, remove]
