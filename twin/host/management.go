package host

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// network answers echo, sign on and off, key change and cut-over.
func (h *Host) network(env *machine.Env, at from, m iso8583.Message) {
	switch m.Network {
	case iso8583.Echo:
	case iso8583.SignOn, iso8583.SignOff:
		h.sessions[at.port].signed = m.Network == iso8583.SignOn
	case iso8583.CutOver:
		h.cutOver(env)
	case iso8583.KeyChange:
		h.changeKey(env, at, m)
		return
	default:
		h.say(env, at, at.answer(m, iso8583.CodeInvalidTransaction), 0)
		return
	}
	env.Tell(Echoed{STAN: stanText(m), Network: m.Network})
	a := at.answer(m, iso8583.CodeApproved)
	a.Terminal, a.Settles = m.Terminal, h.day(env.Now())
	h.say(env, at, a, 0)
}

// allowed refuses what comes before a sign on, where a link wants one.
func (h *Host) allowed(at from, m iso8583.Message) error {
	if !at.link.SignOn || m.MTI == iso8583.NetworkRequest || h.sessions[at.port].signed {
		return nil
	}
	return &notSignedOn{m.Terminal}
}

// notSignedOn says that a terminal talks before it is signed on.
type notSignedOn struct{ terminal string }

// Error implements error.
func (e *notSignedOn) Error() string {
	return fmt.Sprintf("host: terminal %s has not signed on", e.terminal)
}
