import Button from '@mui/material/Button'
import {
  useDataProvider,
  useListContext,
  useNotify,
  useTranslate,
  type RaRecord,
} from 'react-admin'
import { useTask } from '../use_task'

/** As many as a preview takes. */
export const MAX_SELECTED = 1000
const PAGE_ROWS = 100

interface Props {
  /** The members that the records need. */
  fields: string
  remember: (records: RaRecord[]) => void
}

/** On a list of several pages, selects the records that match the filters now: those, whatever matches later. */
export const SelectMatching = ({ fields, remember }: Props) => {
  const translate = useTranslate()
  const dataProvider = useDataProvider()
  const notify = useNotify()
  const { resource, sort, filterValues, onSelect, page, hasNextPage } = useListContext()
  const { run, isBusy } = useTask()
  const readAll = async () => {
    const all: RaRecord[] = []
    let hasNext = true
    for (let page = 1; hasNext && all.length < MAX_SELECTED; page++) {
      const pagination = { page, perPage: PAGE_ROWS }
      const asked = { pagination, sort, filter: filterValues, meta: { fields } }
      const { data, pageInfo } = await dataProvider.getList(resource, asked)
      all.push(...data)
      hasNext = pageInfo?.hasNextPage ?? false
    }
    remember(all)
    onSelect(all.slice(0, MAX_SELECTED).map(({ id }) => id))
    if (!hasNext) return
    const messageArgs = { max: MAX_SELECTED }
    notify('ra.message.select_all_limit_reached', { type: 'warning', messageArgs })
  }
  if (page === 1 && !hasNextPage) return null
  return (
    <Button disabled={isBusy} onClick={() => void run(readAll)}>
      {translate('plaza.bulk.all')}
    </Button>
  )
}
