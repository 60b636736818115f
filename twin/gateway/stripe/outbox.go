package stripe

import (
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// post puts a completion or a reversal into the outbox.
func (u *update) post(g *Gateway, intent string, m iso8583.Message) {
	u.Posts = append(u.Posts, acquirer.Post{ID: g.id("post_"), Intent: intent, Message: acquirer.Keep(m)})
}

// reverse posts the reversal of a request that got no usable answer.
func (u *update) reverse(g *Gateway, f flight) {
	t := g.config.Terminal
	u.post(g, f.Intent, t.Reverse(g.env.Now(), u.next(g), f.Request.Message()))
}

// deliver says a post until the host has acknowledged it. again: it may have been said before.
func (g *Gateway) deliver(p acquirer.Post, again bool) {
	g.link.Deliver(p, again, g.config.RepeatEvery, func(code string) { g.delivered(p, code) })
}

// delivered takes a post out of the outbox.
func (g *Gateway) delivered(p acquirer.Post, code string) {
	u := update{record: record{Acked: []string{p.ID}}}
	switch {
	case code != iso8583.CodeApproved:
		u.tell(gateway.AdviceRefused{Intent: p.Intent, Code: code})
	case !p.Reversal():
		u.tell(gateway.CompletionAccepted{Intent: p.Intent})
	default:
		u.reversed(g.intents[p.Intent])
		u.tell(gateway.Reversed{Intent: p.Intent})
	}
	g.finish(&u)
}

// reversed notes that the host gave a hold back. That of an earlier attempt, or of a refund, says nothing about what the
// intent holds or has taken now.
func (u *update) reversed(i *intent) {
	if i.Status == requiresCapture || i.Status == succeeded || i.Status == processing {
		return
	}
	i = i.clone()
	i.Reversed = true
	u.put(i)
}
