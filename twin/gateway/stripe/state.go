package stripe

import (
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/machine"
)

// status of an intent, in the API's words.
type status string

const (
	requiresMethod       status = "requires_payment_method"
	requiresConfirmation status = "requires_confirmation"
	processing           status = "processing"
	requiresCapture      status = "requires_capture"
	succeeded            status = "succeeded"
	canceled             status = "canceled"
)

// act is what moves an intent.
type act string

const (
	attach  act = "attach a payment method"
	change  act = "update"
	confirm act = "confirm"
	hold    act = "hold money"
	sell    act = "take money"
	decline act = "decline"
	capture act = "capture"
	cancel  act = "cancel"

	increase act = "increase" // it has no row: an intent that is increased stays where it is
)

// states is the life of an intent (payments.md 4.1). requires_action is not in it: there is no 3-D Secure here.
var states = machine.NewTable("payment intent",
	machine.Row[status, act]{From: requiresMethod, On: attach, To: requiresConfirmation},
	machine.Row[status, act]{From: requiresMethod, On: change, To: requiresMethod},
	machine.Row[status, act]{From: requiresMethod, On: cancel, To: canceled},
	machine.Row[status, act]{From: requiresConfirmation, On: attach, To: requiresConfirmation},
	machine.Row[status, act]{From: requiresConfirmation, On: change, To: requiresConfirmation},
	machine.Row[status, act]{From: requiresConfirmation, On: confirm, To: processing},
	machine.Row[status, act]{From: requiresConfirmation, On: cancel, To: canceled},
	machine.Row[status, act]{From: processing, On: hold, To: requiresCapture},
	machine.Row[status, act]{From: processing, On: sell, To: succeeded},
	machine.Row[status, act]{From: processing, On: decline, To: requiresMethod},
	machine.Row[status, act]{From: requiresCapture, On: capture, To: succeeded},
	machine.Row[status, act]{From: requiresCapture, On: cancel, To: canceled},
)

// move takes an intent to its next status, or says that it cannot go there.
func (i *intent) move(a act) *apiError {
	next, ok := states.Next(i.Status, a)
	if !ok {
		return unexpectedState(i, a)
	}
	i.Status = next
	return nil
}

func (s status) state() gateway.State {
	switch s {
	case requiresCapture:
		return gateway.StateHeld
	case succeeded:
		return gateway.StateCaptured
	case canceled:
		return gateway.StateCancelled
	}
	return gateway.StateOpen
}
