package pos

import (
	"time"

	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
)

// entryTries is how often an answer to a prompt may be wrong (C).
const entryTries = 3

// answerSlack is how much longer than the terminal's own time an answer is waited for.
const answerSlack = 2 * time.Second

// question asks the holder of a card at a terminal for all that its rule wants, and writes it into the cover. It says why
// there is no answer.
func (p *POS) question(f *loop.Fiber, c *cover, prompts []payment.FleetPrompt) string {
	for _, q := range prompts {
		answer, why := p.answerTo(f, c, q)
		if why != "" {
			return why
		}
		q.Enter(&c.Fleet, answer)
	}
	return ""
}

// answerTo asks for one thing, again where the answer has not the form that is wanted.
func (p *POS) answerTo(f *loop.Fiber, c *cover, q payment.FleetPrompt) (answer, why string) {
	text := q.Text()
	for range entryTries {
		p.env.Send(ToReader(c.Reader), payment.AskInput{Prompt: q, Text: text, Within: p.cfg.InputWithin})
		n, ok := p.talks[c.ID].TakeFirst(f, f.Now().Add(p.cfg.InputWithin+answerSlack), func(n any) bool {
			in, is := n.(payment.Input)
			_, cancel := n.(cancelPressed)
			return cancel || is && in.Prompt == q
		})
		in, is := n.(payment.Input)
		switch {
		case !ok || is && in.Missing:
			return "", "no answer"
		case !is:
			return "", "cancelled"
		case q.Accepts(in.Text):
			return in.Text, ""
		}
		text = "wrong, " + q.Text()
	}
	return "", "wrong entry"
}

// heardInput hands what was typed to whoever has the reader's point.
func (p *POS) heardInput(n payment.Input) {
	p.toReader(n.Reader, n)
}

// metadata is what the gateway is told of a cover when it is asked for money.
func (p *POS) metadata(c *cover) map[string]string {
	about := map[string]string{"sale": c.ID, "fuelling_point": itoa(int(c.Point)), "site": p.cfg.Site}
	for key, text := range map[string]string{
		"odometer": c.Fleet.Odometer, "vehicle_number": c.Fleet.Vehicle, "driver_id": c.Fleet.Driver,
	} {
		if text != "" {
			about[key] = text
		}
	}
	return about
}
