package ptsupload

import (
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// What it tells, in the desk's role.
type (
	// UploadConfirmed says that the server has taken a packet, after so many tries since the power came.
	UploadConfirmed struct {
		Type  string `event:"type"`
		ID    int    `event:"packet"`
		Sale  string `event:"sale"` // empty where it is none
		Tries int    `event:"tries"`
	}
	// UploadFailed says that the server could not be reached, or did not confirm. It is told when the reason is a new one.
	UploadFailed struct {
		Type string `event:"type"`
		ID   int    `event:"packet"`
		Why  string `event:"why"`
	}
	// UploadAbandoned says that a packet was given up because too many wait.
	UploadAbandoned struct {
		Type string `event:"type"`
		ID   int    `event:"packet"`
		Sale string `event:"sale"`
	}
)

// Event names.
func (UploadConfirmed) Event() string { return "upload-confirmed" }
func (UploadFailed) Event() string    { return "upload-failed" }
func (UploadAbandoned) Event() string { return "upload-abandoned" }

func init() {
	forecourt.DefineEvent(desk.Kind, UploadConfirmed{}, "a server has taken an upload")
	forecourt.DefineEvent(desk.Kind, UploadFailed{}, "a server could not be reached, or did not confirm an upload")
	forecourt.DefineEvent(desk.Kind, UploadAbandoned{}, "an upload was given up because too many wait")
}
