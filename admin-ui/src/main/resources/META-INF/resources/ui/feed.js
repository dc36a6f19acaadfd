// Where the page's data come from: the observer's event stream, or a node that is asked every two seconds.
//
// Emits `change` whenever something came. `view`, `events` and `points` are what is known; `receivedAt` is when, by
// this browser's clock, since a server's clock may be wrong.

const POLL_MILLIS = 2000;
const KEPT_EVENTS = 200;
const KEPT_POINTS = 3600;

export class Feed extends EventTarget {
  view = null;
  events = [];
  /** {at (ms), nodes: {name: {metric: value}}} rising in time. */
  points = [];
  receivedAt = 0;
  /** 'observer' streams, 'node' is polled, null before the first answer. */
  mode = null;
  error = null;
  #source = null;
  #counters = null;

  /** Finds out who serves this page, and keeps asking until someone answers. */
  async start() {
    try {
      this.#take(await json('/api/v1/cluster'));
      this.mode = this.view.sourceRole === 'observer' ? 'observer' : 'node';
      if (this.mode === 'observer') this.#listen();
      else this.#poll();
    } catch (e) {
      this.error = String(e.message ?? e);
      this.#emit();
      setTimeout(() => this.start(), POLL_MILLIS);
    }
  }

  #listen() {
    this.#source?.close();
    const source = new EventSource('/api/v1/cluster/events');
    this.#source = source;
    source.addEventListener('cluster', e => this.#take(JSON.parse(e.data)));
    source.addEventListener('sample', e => this.#point(JSON.parse(e.data)));
    source.addEventListener('event', e => this.#event(JSON.parse(e.data)));
    source.onerror = () => {
      this.error = 'the observer does not answer';
      this.#emit();
      // The browser comes back by itself after a lost connection, but not after an error status.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.#listen(), POLL_MILLIS);
    };
    // Ids begin anew with a restarted observer: what was shown before would hide what comes.
    source.onopen = () => { this.events = []; };
  }

  async #poll() {
    try {
      const [view, node, metrics] = await Promise.all(
        ['/api/v1/cluster', '/api/v1/node', '/api/v1/replication/metrics'].map(json));
      this.#changes(view);
      this.#take(view);
      this.#point(this.#sample(view, node, metrics));
    } catch (e) {
      this.error = String(e.message ?? e);
      this.#emit();
    }
    setTimeout(() => this.#poll(), POLL_MILLIS);
  }

  /** Charts of a page that a node serves: lags from its view, rates of this one node. */
  #sample(view, node, metrics) {
    const nodes = {};
    for (const m of view.members) {
      if (m.role !== 'observer') nodes[m.nodeName] = { lsn: m.lsn, lagBytes: m.lagBytes, lagMs: m.lagMs };
    }
    const now = { at: performance.now(), values: Object.fromEntries(metrics.map(m => [m.metricName, m.metricValue])) };
    const before = this.#counters;
    this.#counters = now;
    if (before) {
      const rate = name => {
        const d = now.values[name] - before.values[name];
        return d >= 0 ? d / ((now.at - before.at) / 1000) : null;
      };
      Object.assign(nodes[node.nodeName] ??= {}, {
        commitsPerSecond: rate('commits'), forwardedPerSecond: rate('writes_forwarded'),
        walBytesPerSecond: rate('wal_bytes_written'),
      });
    }
    return { at: view.at, nodes };
  }

  /** A node tells no events: what this page sees change is all that it can list. */
  #changes(view) {
    for (const m of view.members) {
      const was = this.view?.members.find(o => o.nodeName === m.nodeName);
      if (!was || (was.state === m.state && was.role === m.role)) continue;
      const quiet = ['synced', 'streaming'];
      if (was.role === m.role && quiet.includes(was.state) && quiet.includes(m.state)) continue;
      const role = was.role !== m.role;
      const id = (this.events[0]?.id ?? 0) + 1;
      this.#event({
        id, at: view.at, nodeName: m.nodeName, kind: role ? 'role_changed' : m.healthy ? 'state_changed' : 'member_down',
        message: role ? `${m.nodeName} changed from ${was.role} to ${m.role}`
          : `${m.nodeName} went from ${was.state} to ${m.state}`.replaceAll('_', ' '),
      });
    }
  }

  #take(view) {
    this.view = view;
    this.receivedAt = Date.now();
    this.error = null;
    this.#emit();
  }

  #point(sample) {
    this.points.push({ at: Date.parse(sample.at), nodes: sample.nodes });
    if (this.points.length > KEPT_POINTS) this.points.splice(0, this.points.length - KEPT_POINTS);
    this.dispatchEvent(new Event('point'));
  }

  #event(event) {
    if (this.events.some(e => e.id === event.id)) return;
    this.events = [event, ...this.events].slice(0, KEPT_EVENTS);
    this.#emit();
  }

  #emit() {
    this.dispatchEvent(new Event('change'));
  }
}

export async function json(path) {
  const response = await fetch(path, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(4000) });
  if (!response.ok) throw new Error(`${path} answers ${response.status}`);
  return response.json();
}
