package loyalty

import "github.com/forecourt/forecourt/twin/forecourt"

// Kind is the kind of role that the service plays.
const Kind = "loyalty"

// What the service tells.
type (
	// MemberFound says that a number is a member's.
	MemberFound struct {
		Member string `event:"member"`
		Tier   string `event:"tier"`
	}
	// MemberUnknown says that nobody has the number.
	MemberUnknown struct{}
	// PointsAwarded says that a member got points, once for each id.
	PointsAwarded struct {
		ID     string `event:"id"`
		Member string `event:"member"`
		Points int64  `event:"points"`
		Sum    int64  `event:"sum"`
	}
	// DuplicateIgnored says that an award came again and changed nothing.
	DuplicateIgnored struct {
		ID string `event:"id"`
	}
	// RequestRefused says that a request was not understood.
	RequestRefused struct {
		Why string `event:"why"`
	}
)

// Event names.
func (MemberFound) Event() string      { return "member-found" }
func (MemberUnknown) Event() string    { return "member-unknown" }
func (PointsAwarded) Event() string    { return "points-awarded" }
func (DuplicateIgnored) Event() string { return "duplicate-ignored" }
func (RequestRefused) Event() string   { return "request-refused" }

func init() {
	forecourt.DefineEvent(Kind, MemberFound{}, "a number is a member's")
	forecourt.DefineEvent(Kind, MemberUnknown{}, "nobody has the number")
	forecourt.DefineEvent(Kind, PointsAwarded{}, "a member got points")
	forecourt.DefineEvent(Kind, DuplicateIgnored{}, "an award came again and changed nothing")
	forecourt.DefineEvent(Kind, RequestRefused{}, "a request was not understood")
}
