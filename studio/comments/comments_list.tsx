import { useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import { RecordList } from '../kit/list/record_list'
import { UserText } from '../kit/user_text'

type Comment = Schemas['StaffComment']

const shown = ['content', 'author', 'status', 'reports_count', 'created_at']

const Content = ({ of: { id, content } }: { of: Comment }) => {
  const translate = useTranslate()
  return (
    // It leads nowhere, but the keys j and k reach it.
    <div data-row={id} tabIndex={-1}>
      <UserText lines={3}>{content ?? translate('resources.comments.deleted')}</UserText>
    </div>
  )
}

const renders = { content: (comment: Comment) => <Content of={comment} /> }

const tabs = { by: 'status' }

const filters = { alwaysOn: ['search'], without: ['status'] }

/** All comments, the newest first. */
export const CommentsList = () => (
  <RecordList
    list="comments"
    shown={shown}
    renders={renders}
    needs={['deleted', 'content']}
    sort={{ field: 'created_at', order: 'DESC' }}
    filters={filters}
    tabs={tabs}
    acts="comment"
  />
)
