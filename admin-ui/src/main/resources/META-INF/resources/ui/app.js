// The page: header, banner, and the parts below, all from one feed.
import { LitElement, html, nothing } from 'lit';
import { Feed } from './feed.js';
import { duration, mood } from './format.js';
import './topology.js';
import './members.js';
import './events.js';
import './charts.js';

/** Without news for this long, what is shown may be wrong: three beats of a feed. */
const STALE_MILLIS = { observer: 3500, node: 6500 };
const THEMES = ['system', 'light', 'dark'];

class HeliosApp extends LitElement {
  static properties = { now: { state: true }, theme: { state: true } };
  #feed = new Feed();

  constructor() {
    super();
    this.now = Date.now();
    this.theme = document.documentElement.dataset.theme ?? 'system';
  }

  createRenderRoot() {
    this.replaceChildren();
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#feed.addEventListener('change', () => { this.now = Date.now(); this.requestUpdate(); });
    setInterval(() => { this.now = Date.now(); }, 1000);
    this.#feed.start();
  }

  get #stale() {
    const feed = this.#feed;
    return feed.view != null && this.now - feed.receivedAt > STALE_MILLIS[feed.mode ?? 'node'];
  }

  render() {
    const feed = this.#feed;
    const stale = this.#stale;
    if (!feed.view) {
      return html`${this.#header(false)}<p class="loading" role="status">${feed.error
        ? html`No answer yet: ${feed.error}. Trying again…` : 'Asking the cluster…'}</p>`;
    }
    return html`
      ${this.#header(stale)}
      ${this.#banner(stale)}
      <main>
        <div class="top">
          <helios-topology .view=${feed.view} .stale=${stale}></helios-topology>
          <helios-events .events=${feed.events} .mode=${feed.mode} .now=${this.now}></helios-events>
        </div>
        <helios-members .view=${feed.view} .stale=${stale} .now=${this.now}></helios-members>
        ${feed.mode ? html`<div class="charts">
          <helios-chart .feed=${feed} metric="commitsPerSecond" minutes="5"></helios-chart>
          <helios-chart .feed=${feed} metric="lagMs" minutes="5"></helios-chart>
        </div>` : nothing}
      </main>
      <footer>Also here: <a href="/api/v1/cluster">/api/v1/cluster</a> · <a href="/health">/health</a> ·
        <a href="/metrics">/metrics</a> · <a href="/openapi">/openapi</a></footer>`;
  }

  #header(stale) {
    const { view, mode } = this.#feed;
    return html`<header class="bar">
      <img src="/ui/favicon.svg" alt="" width="34" height="34">
      <h1>HeliosDB</h1>
      ${view && !stale ? html`<p class="sum" role="status">${summary(view)}</p>` : nothing}
      <span class="grow"></span>
      ${view ? html`<span class="source ${stale ? 'bad' : 'good'}" title="Who answers">
        <i class="lamp ${stale ? 'bad' : 'good'}" aria-hidden="true"></i>
        ${stale ? 'stale' : mode === 'observer' ? 'live' : 'asked every 2 s'} · ${view.source}</span>` : nothing}
      <button class="theme" @click=${this.#nextTheme} aria-label="Theme: ${this.theme}. Change it.">
        ${{ system: '◐', light: '☀', dark: '☾' }[this.theme]} <span>${this.theme}</span></button>
    </header>`;
  }

  #banner(stale) {
    const { view, receivedAt, error, mode } = this.#feed;
    if (stale) {
      const who = mode === 'observer' ? 'The observer' : `The node ${view.source}`;
      return html`<p class="banner bad" role="alert"><strong>${who} does not answer.</strong>
        What you see is ${duration((this.now - receivedAt) / 1000)} old. ${error && mode === 'node' ? `(${error}) ` : ''}Trying again…</p>`;
    }
    if (!view.primary) {
      return html`<p class="banner bad" role="alert"><strong>No primary.</strong> Reads go on; writes wait or fail.</p>`;
    }
    const observer = view.members.find(m => m.role === 'observer');
    if (mode === 'node' && observer && !observer.healthy) {
      return html`<p class="banner busy" role="alert"><strong>The observer does not answer</strong> ${view.source}.
        What you see is this node's own view.</p>`;
    }
    return nothing;
  }

  #nextTheme() {
    this.theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length];
    const root = document.documentElement;
    if (this.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = this.theme;
    try {
      if (this.theme === 'system') localStorage.removeItem('helios-theme');
      else localStorage.setItem('helios-theme', this.theme);
    } catch {
      // Storage is off: the choice lasts as long as the page.
    }
    document.dispatchEvent(new Event('helios-theme'));
  }
}

function summary(view) {
  const bad = view.members.filter(m => mood(m) === 'bad').length;
  const health = bad === 0 ? 'all healthy' : `${bad} not healthy`;
  return html`<b>${view.members.length}</b> members, <span class=${bad ? 'bad' : 'good'}>${health}</span>
    · timeline <b>${view.timeline ?? '–'}</b>`;
}

customElements.define('helios-app', HeliosApp);
