import { IconAlertTriangle, IconHistory } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { LiveState } from '../../../src/contract/live'
import { useLive } from '../../api/live'
import { handlerNews } from './handler-news'
import classes from './handler-notice.module.css'

const selectNews = (live: LiveState) => handlerNews(live)

/** Says that the active handler is broken, and what runs the jobs meanwhile. */
export function HandlerNotice(): ReactNode {
  const news = useLive(selectNews)
  const Glyph = news?.tone === 'warning' ? IconHistory : IconAlertTriangle
  return (
    <div role="status" className={classes.news}>
      {news ? (
        <div className={classes.notice} data-tone={news.tone}>
          <Glyph size={16} className={classes.noticeIcon} aria-hidden="true" />
          <div className={classes.noticeWords}>
            <p className={classes.noticeTitle}>{news.title}</p>
            <p className={classes.noticeText} title={`${news.problem.message} ${news.problem.remedy}`}>
              {news.problem.message} {news.problem.remedy}
            </p>
          </div>
          <a className={classes.noticeLink} href="#/handlers">
            Open Handlers
          </a>
        </div>
      ) : null}
    </div>
  )
}
