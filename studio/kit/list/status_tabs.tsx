import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import { useListContext, useTranslate } from 'react-admin'
import { lists, type ListName } from '../../api/lists'

export interface TabsFacts {
  /** The filter that they set. */
  by: string
  /** The values that come first, in this order. */
  first?: readonly string[]
  /** The value without the filter, if that is not all of them. */
  usual?: string
}

const ALL = ''

interface Facts extends TabsFacts {
  list: ListName
}

/** One value of a filter, or all. The rest of the filters stays. */
export const StatusTabs = ({ list, by, first = [], usual = ALL }: Facts) => {
  const translate = useTranslate()
  const { filterValues, setFilters, resource } = useListContext()
  const { values: known = [] } = lists[list].filters[by]
  const values = [...new Set([...first.filter((one) => known.includes(one)), ...known])]
  const chosen = filterValues[by] ?? usual
  return (
    <Tabs
      value={values.includes(chosen) ? chosen : usual}
      onChange={(_, value) => setFilters({ ...filterValues, [by]: value || undefined })}
      variant="scrollable"
      scrollButtons="auto"
      aria-label={translate('plaza.list.tabs')}
      // They scroll, and do not make the page wider.
      sx={{ borderBottom: 1, borderColor: 'divider', minHeight: 40, width: 0, minWidth: '100%' }}
    >
      {usual === ALL && <Tab value={ALL} label={translate('plaza.list.any')} sx={tab} />}
      {values.map((value) => (
        <Tab
          key={value}
          value={value}
          label={translate(`resources.${resource}.${by}.${value}`, { _: value })}
          sx={tab}
        />
      ))}
    </Tabs>
  )
}

const tab = { minHeight: 40, py: 0.5 }
