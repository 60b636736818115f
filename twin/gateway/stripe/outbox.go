package stripe

import (
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// post puts a completion or a reversal into the outbox.
func (u *update) post(g *Gateway, intent string, m iso8583.Message) {
	u.Posts = append(u.Posts, post{ID: g.id("post_"), Intent: intent, Message: keep(m)})
}

// reverse posts the reversal of a request that got no usable answer.
func (u *update) reverse(g *Gateway, f flight) {
	t := g.config.Terminal
	u.post(g, f.Intent, t.Reverse(g.env.Now(), u.next(g), f.Request.message()))
}

// deliver says a post until the host has acknowledged it, on a fiber of its own: one that the host never answers must
// not hold up the others. again: it may have been said before.
func (g *Gateway) deliver(p post, again bool) {
	g.loop.Go(g.env.Role(), "outbox "+p.ID, func(f *loop.Fiber) {
		m := p.Message.message()
		for repeat := 0; ; repeat++ {
			if again || repeat > 0 {
				m = m.Again()
			}
			if p.reversal() {
				g.env.Tell(gateway.ReversalSent{Intent: p.Intent, Repeat: repeat})
			} else {
				g.env.Tell(gateway.CompletionSent{Intent: p.Intent, Amount: m.Amount, Repeat: repeat})
			}
			due := f.Now().Add(g.config.RepeatEvery)
			answer, ok := g.ask(f, m, g.config.RepeatEvery)
			if ok && answer.Code != iso8583.CodeIssuerDown && answer.Code != iso8583.CodeSystemError {
				g.delivered(p, answer.Code)
				return
			}
			f.SleepUntil(due)
		}
	})
}

func (p post) reversal() bool { return p.Message.MTI == iso8583.ReversalAdvice }

// delivered takes a post out of the outbox.
func (g *Gateway) delivered(p post, code string) {
	u := update{record: record{Acked: []string{p.ID}}}
	switch {
	case code != iso8583.CodeApproved:
		u.tell(gateway.AdviceRefused{Intent: p.Intent, Code: code})
	case !p.reversal():
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
