package paypal

import (
	"maps"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/gateway/ledger"
	"github.com/forecourt/forecourt/twin/gateway/replay"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// record is one change of the books, one line of the log: all of it or nothing survives a power cut.
type record struct {
	Orders         []*order         `json:",omitempty"`
	Authorisations []*authorisation `json:",omitempty"`
	Captures       []*capture       `json:",omitempty"`
	Refunds        []*refund        `json:",omitempty"`
	Cards          []*card          `json:",omitempty"`
	Dropped        []string         `json:",omitempty"` // payment tokens
	Clients        []*client        `json:",omitempty"`
	Tokens         []*token         `json:",omitempty"`
	Webhooks       []*webhook       `json:",omitempty"`
	Unhooked       []string         `json:",omitempty"`
	Events         []*event         `json:",omitempty"`
	Deliveries     []*delivery      `json:",omitempty"`
	Delivered      []string         `json:",omitempty"` // or given up
	Answers        []*replay.Answer `json:",omitempty"`
	Flights        []flight         `json:",omitempty"`
	Landed         []string         `json:",omitempty"` // flights that are over
	Posts          []acquirer.Post  `json:",omitempty"`
	Acked          []string         `json:",omitempty"` // posts that are over
	STAN           iso8583.STAN     `json:",omitempty"`
}

func (r *record) empty() bool {
	return len(r.Orders)+len(r.Authorisations)+len(r.Captures)+len(r.Refunds)+len(r.Cards)+len(r.Dropped)+len(r.Clients)+len(r.Tokens)+
		len(r.Webhooks)+len(r.Unhooked)+len(r.Events)+len(r.Deliveries)+len(r.Delivered)+len(r.Answers)+len(r.Flights)+len(r.Landed)+
		len(r.Posts)+len(r.Acked) == 0 && r.STAN == 0
}

func (b *books) apply(r *record) {
	for _, o := range r.Orders {
		before := b.orders[o.ID]
		if before == nil {
			b.sequence = append(b.sequence, o.ID)
		}
		if o.Payer != "" && (before == nil || before.Payer != o.Payer) {
			b.paid[o.Payer] = append(b.paid[o.Payer], o.ID)
		}
		b.orders[o.ID] = o
	}
	put(b.authorisations, r.Authorisations, func(a *authorisation) string { return a.ID })
	put(b.captures, r.Captures, func(x *capture) string { return x.ID })
	put(b.refunds, r.Refunds, func(x *refund) string { return x.ID })
	put(b.cards, r.Cards, func(k *card) string { return k.ID })
	take(b.cards, r.Dropped)
	put(b.clients, r.Clients, func(c *client) string { return c.ID })
	put(b.tokens, r.Tokens, func(t *token) string { return t.Hash })
	put(b.webhooks, r.Webhooks, func(w *webhook) string { return w.ID })
	take(b.webhooks, r.Unhooked)
	for _, e := range r.Events {
		if b.events[e.ID] == nil {
			b.told = append(b.told, e.ID)
		}
		b.events[e.ID] = e
	}
	put(b.deliveries, r.Deliveries, func(d *delivery) string { return d.ID })
	take(b.deliveries, r.Delivered)
	put(b.answers, r.Answers, func(a *replay.Answer) string { return a.Key })
	put(b.flights, r.Flights, func(f flight) string { return f.ID })
	take(b.flights, r.Landed)
	put(b.posts, r.Posts, func(p acquirer.Post) string { return p.ID })
	take(b.posts, r.Acked)
	if r.STAN != 0 {
		b.stan = r.STAN
	}
}

func put[T any](into map[string]T, all []T, key func(T) string) {
	for _, v := range all {
		into[key(v)] = v
	}
}

func take[T any](from map[string]T, keys []string) {
	for _, k := range keys {
		delete(from, k)
	}
}

// known says whether an id is taken.
func (b *books) known(id string) bool {
	_, isPost := b.posts[id]
	_, isFlight := b.flights[id]
	return isPost || isFlight || b.orders[id] != nil || b.authorisations[id] != nil || b.captures[id] != nil || b.refunds[id] != nil ||
		b.cards[id] != nil || b.webhooks[id] != nil || b.events[id] != nil || b.deliveries[id] != nil
}

// commit makes a change safe and then true.
func (g *Gateway) commit(r *record) {
	if r.empty() {
		return
	}
	ledger.Append(g.env.Store(), r)
	g.apply(r)
	if g.records++; g.records > 64 && g.records > 4*(len(g.orders)+len(g.answers)+len(g.cards)+len(g.events)+len(g.deliveries)) {
		g.compact()
	}
}

// compact writes the books as a new log: first what everything else stands on, then one record for each order.
func (g *Gateway) compact() {
	now := g.env.Now()
	maps.DeleteFunc(g.answers, func(_ string, a *replay.Answer) bool { return a.Expired(now, g.config.KeepKeys) })
	maps.DeleteFunc(g.tokens, func(_ string, t *token) bool { return t.Expires <= now })
	first := record{
		Authorisations: ledger.Sorted(g.authorisations), Captures: ledger.Sorted(g.captures), Refunds: ledger.Sorted(g.refunds),
		Cards: ledger.Sorted(g.cards), Clients: ledger.Sorted(g.clients), Tokens: ledger.Sorted(g.tokens),
		Webhooks: ledger.Sorted(g.webhooks), Deliveries: ledger.Sorted(g.deliveries), Answers: ledger.Sorted(g.answers),
		Flights: ledger.Sorted(g.flights), Posts: ledger.Sorted(g.posts), STAN: g.stan,
	}
	for _, id := range g.told {
		first.Events = append(first.Events, g.events[id])
	}
	all := []record{first}
	for _, id := range g.sequence {
		all = append(all, record{Orders: []*order{g.orders[id]}})
	}
	ledger.Replace(g.env.Store(), all)
	g.records = len(all)
}

// restore reads the store after power on, takes back what was being asked when the power went, and goes on with what is
// owed to the host, to webhooks and to payers who act by themselves.
func (g *Gateway) restore() {
	g.books = newBooks()
	g.records = ledger.Replay(g.env, g.apply)
	for _, p := range ledger.Sorted(g.posts) {
		g.deliver(p, true)
	}
	for _, f := range ledger.Sorted(g.flights) {
		g.abandon(f)
	}
	for _, d := range ledger.Sorted(g.deliveries) {
		g.callBack(d)
	}
	for _, id := range g.sequence {
		g.awaitPayer(g.orders[id])
	}
	g.resumeHolds()
}

// abandon ends a flight that a power cut left in the air: nobody was told of it, and what the host granted goes back.
func (g *Gateway) abandon(f flight) {
	var u update
	g.link.Missed(f.Request.Message(), f.Order)
	if f.Refund != "" {
		u.failRefund(g, f.Refund, "")
	}
	u.tell(gateway.HostTimedOut{Intent: f.Order})
	u.Landed = append(u.Landed, f.ID)
	u.reverse(g, f)
	g.finish(&u)
}
