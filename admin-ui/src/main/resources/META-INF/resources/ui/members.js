// A card for every member.
import { LitElement, html, nothing } from 'lit';
import { ago, bytes, duration, kind, lsn, millis, mood, words } from './format.js';

const ORDER = ['primary', 'sync', 'semi-sync', 'async', 'unknown', 'observer'];

class HeliosMembers extends LitElement {
  static properties = { view: { attribute: false }, stale: { type: Boolean }, now: { type: Number } };

  createRenderRoot() { return this; }

  render() {
    if (!this.view) return nothing;
    const members = [...this.view.members].sort((a, b) => ORDER.indexOf(kind(a)) - ORDER.indexOf(kind(b)));
    return html`<section id="members" class="members ${this.stale ? 'stale' : ''}" aria-label="Members" tabindex="-1">
      ${members.map(m => this.#card(m))}
    </section>`;
  }

  #card(m) {
    const k = kind(m);
    return html`
      <article id="member-${m.nodeName}" class="card k-${k} ${mood(m)}" tabindex="0" aria-labelledby="name-${m.nodeName}">
        <header>
          <h3 id="name-${m.nodeName}">${m.nodeName}</h3>
          <span class="badge k-${k}">${k === 'unknown' ? 'unknown' : m.role === 'standby' ? m.syncMode : m.role}</span>
        </header>
        <p class="state"><i class="lamp ${mood(m)}" aria-hidden="true"></i>${words(m.state)}
          ${m.inSync ? html`<span class="in-sync" title="A commit waits for this member">in sync</span>` : nothing}</p>
        ${m.detail ? html`<p class="detail" role="status">${m.detail}</p>` : nothing}
        ${m.role === 'observer' ? this.#observer(m) : this.#numbers(m)}
      </article>`;
  }

  #numbers(m) {
    return html`<dl>
      ${row('LSN', html`<span title="${m.lsn ?? ''} bytes">${lsn(m.lsn)}</span>`)}
      ${m.role === 'standby' || !m.role ? row('Lag', html`${bytes(m.lagBytes)}<small>${millis(m.lagMs)}</small>`)
        : row('Timeline', m.timeline ?? '–')}
      ${row('Uptime', m.uptimeSeconds == null ? '–' : duration(m.uptimeSeconds))}
      ${row('Seen', html`<time datetime=${m.lastSeen ?? ''}>${ago(m.lastSeen, this.now)}</time>`)}
      ${row('SQL', m.clientAddr ?? '–', true)}
    </dl>`;
  }

  #observer(m) {
    return html`<dl>
      ${row('Watches', `${this.view.members.filter(x => x.role !== 'observer').length} nodes`)}
      ${row('Seen', html`<time datetime=${m.lastSeen ?? ''}>${ago(m.lastSeen, this.now)}</time>`)}
      ${row('HTTP', m.httpAddr ?? '–', true)}
    </dl>`;
  }
}

function row(term, value, code = false) {
  return html`<div><dt>${term}</dt><dd class=${code ? 'code' : ''}>${value}</dd></div>`;
}

customElements.define('helios-members', HeliosMembers);
