import type { ReactNode } from 'react'
import type { AuditRowView } from '../../../src/contract/audit'
import { CodeBlock, Detail, DetailList } from '../../ui/detail-list'
import { layOutJson } from '../../ui/format'
import { KeyText } from '../../ui/key-text'
import { Moment } from '../../ui/moment'
import { SideDrawer } from '../../ui/side-drawer'
import { StatusBadge } from '../../ui/status-badge'
import { keysOf, sentenceOf } from './model'
import { wordsOf } from './words'

interface AuditDrawerProps {
  readonly row: AuditRowView
  readonly onClose: () => void
}

/** All that is kept of one act. */
export function AuditDrawer({ row, onClose }: AuditDrawerProps): ReactNode {
  const { id, at, act, known, operator, reason, profileId, what } = row
  const keys = keysOf(row)
  return (
    <SideDrawer title={`Entry ${id}`} onClose={onClose}>
      <DetailList>
        <Detail name="Act">
          <StatusBadge {...wordsOf(act)} />
        </Detail>
        <Detail name="What">{known ? sentenceOf(row) : 'Another version of Keyhold noted this.'}</Detail>
        <Detail name="When">
          <Moment at={at} />
        </Detail>
        <Detail name="Operator">{operator}</Detail>
        <Detail name="Reason">{reason ?? 'None was given.'}</Detail>
        <Detail name="Profile">
          {known ? `${known.profile.name}, ${known.profile.environment}` : profileId}
        </Detail>
        {known && 'redisKey' in known.did ? (
          <Detail name="In Redis as">
            <KeyText text={known.did.redisKey} what="Redis key" whole />
          </Detail>
        ) : null}
        {keys.length === 0 ? null : (
          <Detail name="Keys, the first of them" place="below">
            {keys.map((key) => (
              <div key={key}>
                <KeyText text={key} whole />
              </div>
            ))}
          </Detail>
        )}
        <Detail name="As it is kept" place="below">
          <CodeBlock text={layOutJson(what)} label="As it is kept" />
        </Detail>
      </DetailList>
    </SideDrawer>
  )
}
