package forecourt

import "time"

// CloudEventOf is the CloudEvents 1.0 envelope, in JSON, that a posting travels in (facts: payments.md section 6.3).
type CloudEventOf[T any] struct {
	SpecVersion     string    `json:"specversion"`
	ID              string    `json:"id"`
	Source          string    `json:"source"`
	Type            string    `json:"type"`
	Subject         string    `json:"subject"`
	Time            time.Time `json:"time"`
	DataContentType string    `json:"datacontenttype"`
	Data            T         `json:"data"`
}

// CloudEvent is the envelope of a sale.
type CloudEvent = CloudEventOf[SalePosting]

// CloudEventMedia is the media type of a CloudEvent in JSON.
const CloudEventMedia = "application/cloudevents+json"

// Key is what tells an event from every other one.
func (e CloudEventOf[T]) Key() string { return e.Source + "#" + e.ID }
