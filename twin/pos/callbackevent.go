package pos

import "github.com/forecourt/forecourt/twin/forecourt"

// What the POS tells of a gateway's callbacks.
type (
	// CalledBack says that a callback was verified and taken. Resource is what it is about, Status how that stands.
	CalledBack struct {
		Callback string `event:"callback"`
		About    string `event:"about"`
		Resource string `event:"resource"`
		Status   string `event:"status"`
	}
	// CallbackRepeated says that one came again that was taken before: nothing was done.
	CallbackRepeated struct {
		Callback string `event:"callback"`
		About    string `event:"about"`
	}
	// CallbackRefused says that one was not taken.
	CallbackRefused struct {
		Why string `event:"why"`
	}
)

// Event names.
func (CalledBack) Event() string       { return "called-back" }
func (CallbackRepeated) Event() string { return "callback-repeated" }
func (CallbackRefused) Event() string  { return "callback-refused" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{CalledBack{}, "a callback of the gateway was verified and taken"},
		{CallbackRepeated{}, "a callback came again that was taken before"},
		{CallbackRefused{}, "a callback was not taken"},
	} {
		forecourt.DefineEvent(Kind, e.event, e.doc)
	}
}
