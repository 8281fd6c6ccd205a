"""Other organisations' desks: compared by voice, sent what they may have, told when it ends (spec/sharing.md)."""
