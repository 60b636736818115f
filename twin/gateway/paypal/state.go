package paypal

import "github.com/forecourt/forecourt/twin/machine"

// status of an order, in the API's words.
type status string

const (
	created      status = "CREATED"
	actionWanted status = "PAYER_ACTION_REQUIRED"
	approved     status = "APPROVED"
	completed    status = "COMPLETED"
)

// act is what moves an order.
type act string

const (
	approve act = "approve"
	settle  act = "settle" // the host or the wallet has answered
)

// orderLife is the life of an order. One that is paid by card needs no payer's approval.
var orderLife = machine.NewTable("order",
	machine.Row[status, act]{From: created, On: approve, To: approved},
	machine.Row[status, act]{From: actionWanted, On: approve, To: approved},
	machine.Row[status, act]{From: created, On: settle, To: completed},
	machine.Row[status, act]{From: actionWanted, On: settle, To: completed},
	machine.Row[status, act]{From: approved, On: settle, To: completed},
)

// authStatus of an authorisation.
type authStatus string

const (
	authCreated   authStatus = "CREATED"
	authPart      authStatus = "PARTIALLY_CREATED" // less than was asked
	denied        authStatus = "DENIED"
	authCaptured  authStatus = "CAPTURED"
	partCaptured  authStatus = "PARTIALLY_CAPTURED"
	authVoided    authStatus = "VOIDED"
	authIsExpired authStatus = "EXPIRED"
)

// deed is what is done to an authorisation.
type deed string

const (
	takePart deed = "capture, and keep the rest"
	takeLast deed = "capture finally"
	drop     deed = "void"
	lapse    deed = "expire"
	renew    deed = "reauthorise"
)

// authorisationLife is the life of an authorisation that was granted.
var authorisationLife = machine.NewTable("authorisation",
	machine.Row[authStatus, deed]{From: authCreated, On: takePart, To: partCaptured},
	machine.Row[authStatus, deed]{From: authCreated, On: takeLast, To: authCaptured},
	machine.Row[authStatus, deed]{From: authCreated, On: drop, To: authVoided},
	machine.Row[authStatus, deed]{From: authCreated, On: lapse, To: authIsExpired},
	machine.Row[authStatus, deed]{From: authCreated, On: renew, To: authVoided},
	machine.Row[authStatus, deed]{From: authPart, On: takePart, To: partCaptured},
	machine.Row[authStatus, deed]{From: authPart, On: takeLast, To: authCaptured},
	machine.Row[authStatus, deed]{From: authPart, On: drop, To: authVoided},
	machine.Row[authStatus, deed]{From: authPart, On: lapse, To: authIsExpired},
	machine.Row[authStatus, deed]{From: authPart, On: renew, To: authVoided},
	machine.Row[authStatus, deed]{From: partCaptured, On: takePart, To: partCaptured},
	machine.Row[authStatus, deed]{From: partCaptured, On: takeLast, To: authCaptured},
	machine.Row[authStatus, deed]{From: partCaptured, On: drop, To: authVoided},
	machine.Row[authStatus, deed]{From: partCaptured, On: lapse, To: authIsExpired},
)

// refusals are the issues of what cannot be done in a state; an arrow that is in neither table is "CANNOT_BE_VOIDED".
var refusals = map[authStatus]map[deed]string{
	authVoided: {takePart: "AUTHORIZATION_VOIDED", takeLast: "AUTHORIZATION_VOIDED", drop: "PREVIOUSLY_VOIDED", renew: "AUTHORIZATION_VOIDED"},
	authCaptured: {
		takePart: "AUTHORIZATION_ALREADY_CAPTURED", takeLast: "AUTHORIZATION_ALREADY_CAPTURED", drop: "PREVIOUSLY_CAPTURED",
		renew: "AUTHORIZATION_ALREADY_CAPTURED",
	},
	partCaptured:  {renew: "AUTHORIZATION_ALREADY_CAPTURED"},
	denied:        {takePart: "AUTHORIZATION_DENIED", takeLast: "AUTHORIZATION_DENIED", drop: "CANNOT_BE_VOIDED", renew: "AUTHORIZATION_DENIED"},
	authIsExpired: {takePart: "AUTHORIZATION_EXPIRED", takeLast: "AUTHORIZATION_EXPIRED", drop: "CANNOT_BE_VOIDED", renew: "AUTHORIZATION_EXPIRED"},
}

// move takes an authorisation to its next status, or says why it cannot go there.
func (a *authorisation) move(d deed) *apiError {
	next, ok := authorisationLife.Next(a.Status, d)
	if !ok {
		return issue(refusals[a.Status][d])
	}
	a.Status = next
	return nil
}

// may says why something cannot be done to an authorisation, and changes nothing.
func (a *authorisation) may(d deed) *apiError {
	looked := *a
	return looked.move(d)
}

// live says that it holds money.
func (a *authorisation) live() bool {
	return a.Status == authCreated || a.Status == authPart || a.Status == partCaptured
}

// over says that nothing more will come of it.
func (a *authorisation) over() bool { return !a.live() }

// move takes an order to its next status; an arrow that is not there is a mistake of this package.
func (o *order) move(a act) {
	next, ok := orderLife.Next(o.Status, a)
	if !ok {
		panic("gateway: " + orderLife.Refusal(o.Status, a).Error() + ", order " + o.ID)
	}
	o.Status = next
}

// The statuses of a capture and of a refund.
const (
	captureDone         = "COMPLETED"
	captureDeclined     = "DECLINED"
	capturePartRefunded = "PARTIALLY_REFUNDED"
	captureRefunded     = "REFUNDED"

	refundPending = "PENDING"
	refundDone    = "COMPLETED"
	refundFailed  = "FAILED"
)
