package stripe

import (
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway"
)

// automatic is why a hold is cancelled that nobody captured in time.
const automatic = "automatic"

var cancelReasons = []string{"", "abandoned", "duplicate", "fraudulent", "requested_by_customer"}

// cancel ends an intent; what it holds is reversed.
func (c *call) cancel() (any, *apiError) {
	reason, e := c.form.oneOf("cancellation_reason", cancelReasons...)
	if e != nil {
		return nil, e
	}
	i, leave, e := c.locked(c.id, pathID)
	if e != nil {
		return nil, e
	}
	defer leave()
	if e := c.release(c.g, i, reason, c.now()); e != nil {
		return nil, e
	}
	return c.show(i), nil
}

// release cancels an intent and posts the reversal of its hold.
func (u *update) release(g *Gateway, i *intent, reason string, now clock.Instant) *apiError {
	if e := i.move(cancel); e != nil {
		return e
	}
	i.CanceledAt, i.Reason = now, reason
	held := i.Hold != nil
	if held {
		for _, h := range i.holds() {
			u.post(g, i.ID, g.terminal(i).Reverse(now, u.next(g), h.Request.Message()))
		}
		i.Hold, i.More, i.ExpiresAt = nil, nil, 0
	}
	u.put(i)
	u.tell(gateway.Cancelled{Intent: i.ID, Reason: reason})
	switch {
	case held && reason == automatic:
		u.chargeEvent(g, chargeExpired, i)
	case held:
		u.chargeEvent(g, chargeRefunded, i)
	}
	u.intentEvent(g, intentCanceled, i)
	return nil
}

// watch remembers when a hold expires.
func (g *Gateway) watch(i *intent) {
	g.holds = append(g.holds, i.ID)
	if len(g.holds) == 1 {
		g.env.Set(expiry, i.ExpiresAt)
	}
}

// expire cancels the holds that are too old, and sets the timer for the next one.
func (g *Gateway) expire() {
	for len(g.holds) > 0 {
		i := g.intents[g.holds[0]]
		if i.Status == requiresCapture {
			if i.ExpiresAt > g.env.Now() {
				g.env.Set(expiry, i.ExpiresAt)
				return
			}
			var u update
			if u.release(g, i.clone(), automatic, g.env.Now()) == nil {
				g.finish(&u)
			}
		}
		g.holds = g.holds[1:]
	}
}

// resumeHolds watches what is held after power on.
func (g *Gateway) resumeHolds() {
	for _, id := range g.order {
		if g.intents[id].Status == requiresCapture {
			g.holds = append(g.holds, id)
		}
	}
	slices.SortStableFunc(g.holds, func(a, b string) int { return int(g.intents[a].ExpiresAt.Sub(g.intents[b].ExpiresAt)) })
	g.expire()
}
