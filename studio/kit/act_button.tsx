import Button from '@mui/material/Button'
import { useState } from 'react'
import { useRefresh, useTranslate } from 'react-admin'
import { ActionDialog } from './action_dialog'
import { useActions, type TargetType } from './use_actions'

interface Props {
  type: TargetType
  id: number
  /** Names the row for screen readers. */
  of: string
}

/** Opens the dialog of staff's actions on one row. */
export const ActButton = ({ type, id, of }: Props) => {
  const [isOpen, open] = useState(false)
  const translate = useTranslate()
  const refresh = useRefresh()
  const isEmpty = useActions(type).length === 0
  const label = translate('plaza.action.title')
  if (isEmpty) return null
  return (
    <>
      <Button size="small" aria-label={`${label}: ${of}`} onClick={() => open(true)}>
        {label}
      </Button>
      {isOpen && (
        <ActionDialog target={{ type, id }} close={() => open(false)} done={() => refresh()} />
      )}
    </>
  )
}
