// What happened, newest first.
import { LitElement, html } from 'lit';
import { ago, clock } from './format.js';

const SIGNS = {
  member_up: ['▲', 'good'], member_down: ['▼', 'bad'], role_changed: ['★', 'primary'], state_changed: ['●', 'busy'],
  in_sync_joined: ['+', 'good'], in_sync_left: ['−', 'bad'], restarted: ['↻', 'busy'],
};

class HeliosEvents extends LitElement {
  static properties = { events: { attribute: false }, mode: {}, now: { type: Number } };

  createRenderRoot() { return this; }

  render() {
    const events = this.events ?? [];
    return html`<section class="panel events" aria-labelledby="events-title">
      <h2 id="events-title">Events</h2>
      ${events.length === 0
        ? html`<p class="empty">Nothing has happened${this.mode === 'node' ? ' since this page was opened' : ' since the observer started'}.
            That is good news.</p>`
        : html`<ol role="log" aria-live="polite" tabindex="0" aria-label="Events, newest first">${events.map(e => this.#item(e))}</ol>`}
      ${this.mode === 'node' ? html`<p class="note">Served by a node: the list holds what this page saw itself.
        The observer keeps the whole story.</p>` : ''}
    </section>`;
  }

  #item(e) {
    const [sign, mood] = SIGNS[e.kind] ?? ['·', 'busy'];
    return html`<li class=${mood}><span class="sign" aria-hidden="true">${sign}</span>
      <span class="message">${e.message}</span>
      <time datetime=${e.at} title=${new Date(e.at).toLocaleString()}>${clock(e.at)} · ${ago(e.at, this.now)}</time></li>`;
  }
}

customElements.define('helios-events', HeliosEvents);
