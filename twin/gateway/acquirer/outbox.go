package acquirer

import (
	"time"

	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Post is a completion or a reversal that the host has not acknowledged yet.
type Post struct {
	ID, Intent string
	Message    Kept
}

// Reversal says which of the two it is.
func (p Post) Reversal() bool { return p.Message.MTI == iso8583.ReversalAdvice }

// Deliver says a post until the host has acknowledged it, on a fiber of its own: one that the host never answers must not
// hold up the others. again: it may have been said before. done gets the host's code.
func (l *Link) Deliver(p Post, again bool, every time.Duration, done func(code string)) {
	l.loop.Go(l.env.Role(), "outbox "+p.ID, func(f *loop.Fiber) {
		m := p.Message.Message()
		for repeat := 0; ; repeat++ {
			if again || repeat > 0 {
				m = m.Again()
			}
			if p.Reversal() {
				l.env.Tell(gateway.ReversalSent{Intent: p.Intent, Repeat: repeat})
			} else {
				l.env.Tell(gateway.CompletionSent{Intent: p.Intent, Amount: m.Amount, Repeat: repeat})
			}
			due := f.Now().Add(every)
			answer, ok := l.Ask(f, m, every)
			if ok && answer.Code != iso8583.CodeIssuerDown && answer.Code != iso8583.CodeSystemError {
				done(answer.Code)
				return
			}
			f.SleepUntil(due)
		}
	})
}
