"""What the participants' pages say: sentences, rows and cards, ready to print. Nothing is changed here."""
