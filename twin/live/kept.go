package live

import (
	"github.com/forecourt/forecourt/twin/recording"
	"github.com/forecourt/forecourt/twin/wire"
)

// keptLine is what a recorder knows of a door through which a line's bytes come and go.
type keptLine struct {
	rec     *Recorder // nil: nothing is kept
	door    string
	secrets func([]byte) []wire.Span // of the dialect that is spoken there; nil: none
	whole   bool                     // what leaves is kept here; frames on a bus are in the journal
	out     recording.Window
}

// heard returns what takes bytes from the outside: say, with a recorder before it where there is one.
func (k *keptLine) heard(say func([]byte)) func([]byte) {
	if k.rec == nil {
		return say
	}
	in := recording.Window{Secrets: k.secrets}
	k.out.Secrets = k.secrets
	return func(b []byte) {
		k.rec.input(recording.Input{Kind: recording.Heard, Door: k.door}, func(uint64) (recording.Payload, []recording.Rest) {
			return recording.Hide(b, in.Spans(b)), nil
		})
		say(b)
	}
}

// arrived keeps what a real line has carried.
func (k *keptLine) arrived(c wire.Chunk) {
	if k.rec == nil {
		return
	}
	in := recording.Input{Kind: recording.Arrived, Door: k.door, First: c.First, Last: c.Last, Marks: c.Marks}
	k.rec.input(in, func(uint64) (recording.Payload, []recording.Rest) {
		var spans []wire.Span
		if k.secrets != nil {
			spans = k.secrets(c.Bytes)
		}
		return recording.Hide(c.Bytes, spans), nil
	})
}

func (k *keptLine) said(b []byte) {
	if k.rec != nil && k.whole {
		k.rec.output(k.door, 0, recording.Hide(b, k.out.Spans(b)))
	}
}
